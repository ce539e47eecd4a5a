import { maskSource } from "./mask.ts";

/** An import or re-export, or `import()`, of a source. */
export interface Import {
  /** As it is written: `../base/time.ts`, `yaml`, `node:crypto`; "" if it is computed. */
  specifier: string;
  /** Where it stands, in characters from the beginning. */
  offset: number;
}

const LITERAL = /(?<![.\w$])(?:from|import\s*\(|import)\s*(["'])/g;
const COMPUTED = /(?<![.\w$])import\s*\(\s*(?!["'\s])/g;

/** All that a source imports, types included. */
export function importsOf(source: string): Import[] {
  const code = maskSource(source);
  const imports: Import[] = [];
  for (const found of code.matchAll(LITERAL)) {
    const start = found.index + found[0].length;
    const end = code.indexOf(found[1]!, start);
    imports.push({ specifier: source.slice(start, end), offset: found.index });
  }
  for (const found of code.matchAll(COMPUTED)) imports.push({ specifier: "", offset: found.index });
  return imports;
}

/** The path that a relative specifier means, from the root: `engine/base/time.ts`. */
export function resolveImport(importer: string, specifier: string): string {
  const parts = importer.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
