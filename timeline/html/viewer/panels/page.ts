import { createContext } from "preact";
import { useContext, useLayoutEffect, useState } from "preact/hooks";
import type { Actions } from "../actions.ts";
import type { Scene } from "../scene/scene.ts";
import type { Stage } from "../stage/stage.ts";
import type { State, Store } from "../store.ts";

/** What every panel can reach. */
export interface Page {
  readonly scene: Scene;
  readonly stage: Stage;
  readonly store: Store;
  readonly actions: Actions;
}

/** Set once, where the page begins. */
export const PageContext = createContext<Page | null>(null);

/** The page; to be used below `PageContext` only. */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) throw new Error("Cannot draw panel: it must stand in a page: it does not");
  return page;
}

/** The state of the page, drawn again whenever it changes. */
export function usePageState(): State {
  const { store } = usePage();
  const [state, setState] = useState(store.state);
  useLayoutEffect(() => {
    setState(store.state); // it may have changed since it was drawn
    return store.listen(setState);
  }, [store]);
  return state;
}
