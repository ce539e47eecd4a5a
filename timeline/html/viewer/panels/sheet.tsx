/// <reference lib="dom" />
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { usePage } from "./page.ts";

/** What opens over the diagram: it takes the focus, and gives it back when it is closed. */
export function Sheet({ name, look, children }: {
  name: string;
  look: string;
  children: ComponentChildren;
}): JSX.Element {
  const { store, stage } = usePage();
  const sheet = useRef<HTMLElement>(null);
  useEffect(() => {
    sheet.current?.focus();
    return () => stage.canvas?.focus();
  }, []);
  return (
    <section ref={sheet} class={look} role="dialog" aria-label={name} tabIndex={-1}>
      <header>
        <h2>{name}</h2>
        <button
          type="button"
          class="close"
          aria-label="Close"
          title="Close (Esc)"
          onClick={() => store.set({ open: "" })}
        >
          &times;
        </button>
      </header>
      {children}
    </section>
  );
}
