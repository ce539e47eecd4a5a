import type { JSX } from "preact";
import { Details } from "./details.tsx";
import { Diagram } from "./diagram.tsx";
import { Expectations } from "./expectations.tsx";
import { Header } from "./header.tsx";
import { Help } from "./help.tsx";
import { Legend } from "./legend.tsx";
import { type Page, PageContext, usePageState } from "./page.ts";
import { Plots } from "./plots.tsx";
import { Splitter } from "./splitter.tsx";
import { Status } from "./status.tsx";
import { Toolbar } from "./toolbar.tsx";

/** The whole page. */
export function App({ page }: { page: Page }): JSX.Element {
  return (
    <PageContext.Provider value={page}>
      <Layout />
    </PageContext.Provider>
  );
}

function Layout(): JSX.Element {
  const { open, detailsSize, selected } = usePageState();
  return (
    <div
      class={selected === 0 ? "app unselected" : "app"}
      style={{ "--details-size": `${detailsSize}px` }}
    >
      <Header />
      <Toolbar />
      <main>
        <div class="middle">
          <Diagram />
          <Plots />
          {open === "expectations" && <Expectations />}
          {open === "legend" && <Legend />}
          {open === "help" && <Help />}
        </div>
        <Splitter />
        <Details />
      </main>
      <Status />
    </div>
  );
}
