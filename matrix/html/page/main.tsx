// deno-lint-ignore-file no-undef -- the compiler knows what a browser has
/// <reference lib="dom" />
import { render, type VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { PackedMatrix } from "../packed.ts";
import { AnswersByCell } from "./answers.ts";
import { type Choice, readChoice, writeChoice } from "./choice.ts";
import { Filters } from "./filters.tsx";
import { Table } from "./table.tsx";

function Page(
  { matrix, answers }: { matrix: PackedMatrix; answers: AnswersByCell },
): VNode {
  const { axes } = matrix;
  const allowed = {
    state: axes.state,
    action: ["", ...axes.action],
    data: ["", ...axes.data],
    loss: axes.loss,
    peer: ["", ...axes.peer],
  };
  const [choice, setChoice] = useState<Choice>(() => readChoice(location.hash, allowed));
  useEffect(() => history.replaceState(null, "", `#${writeChoice(choice)}`), [choice]);
  useEffect(() => {
    const follow = (): void => setChoice(readChoice(location.hash, allowed));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return (
    <main>
      <header>
        <h1>How a connection ends</h1>
        <p>
          An action at the <b>local</b> side, in one state of its connection, and what came of it.
          {" "}
          <code>&gt;</code> is sent by the local side, <code>&lt;</code>{" "}
          by its peer. Both then read to the end and close. Calls are those of a second run, in
          which both go on reading and sending.
        </p>
        <Filters axes={allowed} choice={choice} onChoice={setChoice} />
      </header>
      <Table axes={axes} answers={answers} choice={choice} />
      <footer>cablepull {matrix.version}, {matrix.digest}</footer>
    </main>
  );
}

const root = document.getElementById("app");
const data = document.getElementById("matrix");
if (root !== null && data !== null) {
  const matrix = JSON.parse(data.textContent ?? "") as PackedMatrix;
  render(<Page matrix={matrix} answers={new AnswersByCell(matrix)} />, root);
}
