import type { JSX } from "preact";
import { usePage, usePageState } from "./page.ts";

/** The title of the run, whether its expectations hold, and what concerns the whole page. */
export function Header(): JSX.Element {
  const { scene, actions } = usePage();
  const { open, theme } = usePageState();
  const { title, expectations, version, partial } = scene.head;
  const failed = expectations.filter(({ holds }) => !holds).length;
  return (
    <header class="top">
      <h1 title={title}>{title === "" ? "Timeline" : title}</h1>
      {partial && <span class="note">interrupted</span>}
      {expectations.length > 0 && (
        <button
          type="button"
          class={failed > 0 ? "verdict bad" : "verdict good"}
          aria-expanded={open === "expectations"}
          title="Expectations (e)"
          onClick={() => actions.toggle("expectations")}
        >
          {failed > 0
            ? `\u2717 ${failed} of ${expectations.length} expectations fail`
            : `\u2713 ${expectations.length} of ${expectations.length} expectations hold`}
        </button>
      )}
      <span class="grow" />
      <span class="muted small version">cablepull {version}</span>
      <button
        type="button"
        aria-expanded={open === "legend"}
        onClick={() => actions.toggle("legend")}
      >
        Legend
      </button>
      <button
        type="button"
        aria-label={theme === "dark" ? "Light theme" : "Dark theme"}
        title="Dark or light (d)"
        onClick={() => actions.toggleTheme()}
      >
        {theme === "dark" ? "Light" : "Dark"}
      </button>
      <button
        type="button"
        aria-expanded={open === "help"}
        title="All keys (?)"
        onClick={() => actions.toggle("help")}
      >
        Keys
      </button>
    </header>
  );
}
