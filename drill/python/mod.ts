/** The small part of Python that scripts use to check what a connection knows of itself. */
export type { Value } from "./ast.ts";
export { type PythonFailure, PythonProgram } from "./run.ts";
export { PythonError } from "./tokens.ts";
