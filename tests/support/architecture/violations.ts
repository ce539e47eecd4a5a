import { wrongFields } from "./fields.ts";
import { type Import, importsOf, resolveImport } from "./imports.ts";
import { maskSource } from "./mask.ts";
import {
  BUNDLED,
  FORBIDDEN_NAMES,
  LAYERS,
  LIBRARIES,
  NEVER_TOGETHER,
  OUTER_LAYER,
  RUNTIME_USERS,
  SIDE_DOORS,
  SIDEWAYS,
} from "./rules.ts";

/** Sources by path from the root, with `/` between its parts. */
export type Sources = ReadonlyMap<string, string>;

/** Each place where the sources break a rule of the house: `path:line: what is wrong`. */
export function violations(sources: Sources): string[] {
  const found: string[] = [];
  for (const [path, source] of sources) {
    const report = (offset: number, what: string) => {
      const line = source.slice(0, offset).split("\n").length;
      found.push(`${path}:${line}: ${what}`);
    };
    if (unitOf(path) === "") {
      report(0, "stands in no layer: give its folder one");
      continue;
    }
    for (const use of importsOf(source)) {
      const wrong = wrongWithImport(path, use, sources);
      if (wrong !== "") report(use.offset, wrong);
    }
    if (layerOf(path) < OUTER_LAYER) reportNames(source, report);
    for (const { offset, what } of wrongFields(maskSource(source))) report(offset, what);
    if (isDoor(path)) reportLogic(source, report);
  }
  return found;
}

type Report = (offset: number, what: string) => void;

function reportNames(source: string, report: Report): void {
  const code = maskSource(source);
  for (const { pattern, why } of FORBIDDEN_NAMES) {
    for (const use of code.matchAll(pattern)) {
      report(use.index, `must not use ${use[0]}: it ${why}`);
    }
  }
}

const RE_EXPORT =
  /export\s+(?:type\s+)?(?:\*(?:\s+as\s+[\w$]+)?|\{[^}]*\})\s+from\s*["'] *["']\s*;?/g;

function reportLogic(source: string, report: Report): void {
  const rest = maskSource(source).replace(RE_EXPORT, (all) => all.replace(/[^\n]/g, " "));
  const offset = rest.search(/\S/);
  if (offset >= 0) report(offset, "a mod.ts must only re-export");
}

/** What is wrong with an import, or "". */
function wrongWithImport(path: string, { specifier }: Import, sources: Sources): string {
  if (specifier === "") return "must not import a computed path";
  if (!specifier.startsWith(".")) return wrongWithLibrary(path, specifier);
  const target = resolveImport(path, specifier);
  return wrongWithLayer(path, target) || wrongWithDoor(path, target, sources);
}

function wrongWithLibrary(path: string, specifier: string): string {
  const allowed = [
    ...LIBRARIES[libraryOf(specifier)] ?? [],
    ...specifier.startsWith("node:") ? RUNTIME_USERS : [],
  ];
  if (isOneOf(path, allowed)) return "";
  return `must not import ${specifier}: allowed in ${allowed.join(", ") || "no file"}`;
}

/** Whether a file is one of these, or in one of these folders. */
function isOneOf(path: string, users: readonly string[]): boolean {
  return users.some((user) => user.endsWith("/") ? path.startsWith(user) : path === user);
}

/** `pure-rand` of `pure-rand/generator/xoroshiro128plus`, with its scope; a `node:` module as a whole. */
function libraryOf(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier;
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function wrongWithLayer(path: string, target: string): string {
  const from = unitOf(path);
  const to = unitOf(target);
  if (from === to) return "";
  const what = `must not import ${target}`;
  if (to === "third_party" && !isOneOf(path, BUNDLED[target] ?? [])) {
    return `${what}: it is for others, or bundled by a task`;
  }
  if (to === "") return `${what}: it stands in no layer`;
  if (layerOf(target) > layerOf(path)) return `${what}: imports go downwards only`;
  if (layerOf(target) === layerOf(path)) {
    const isAllowed = SIDEWAYS.some((rule) => rule.from.test(path) && rule.to === to);
    return isAllowed ? "" : `${what}: folders of one layer do not see each other`;
  }
  const apart = NEVER_TOGETHER.some((rule) => rule.from === from && rule.to === to);
  return apart ? `${what}: ${from} never sees ${to}` : "";
}

/** From outside a folder that has a mod.ts, only its doors may be imported; tests look inside. */
function wrongWithDoor(path: string, target: string, sources: Sources): string {
  if (unitOf(path) === "tests") return "";
  const parts = target.split("/");
  for (let depth = 1; depth < parts.length; depth++) {
    const folder = parts.slice(0, depth).join("/");
    const door = `${folder}/mod.ts`;
    if (path.startsWith(`${folder}/`) || !sources.has(door)) continue;
    if (target === door || target === SIDE_DOORS[folder]) continue;
    return `must not import ${target}: from outside ${folder} import only ${door}`;
  }
  return "";
}

/** Whether a path is the door of a folder, or of the library. */
function isDoor(path: string): boolean {
  const isMod = /(?:^|\/)mod\.ts$/.test(path) || Object.values(SIDE_DOORS).includes(path);
  return layerOf(path) < OUTER_LAYER && isMod;
}

function layerOf(path: string): number {
  return LAYERS[unitOf(path)] ?? -1;
}

/** The unit that a file belongs to, or "". */
function unitOf(path: string): string {
  for (const unit of Object.keys(LAYERS)) {
    if (path === unit || path.startsWith(`${unit}/`)) return unit;
  }
  return "";
}
