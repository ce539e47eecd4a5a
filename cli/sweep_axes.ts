import { BadInput } from "./failure.ts";

/** A value of a topology that a sweep varies: `links.cable.loss` with 0%, 0.1% and 1%. */
export interface Axis {
  readonly path: string;
  /** As they are written: YAML. */
  readonly values: readonly string[];
}

/** One value of each axis. */
export interface Combination {
  readonly values: readonly string[];
  /** As `--set` of other commands takes them: `links.cable.loss=1%`. */
  readonly settings: readonly string[];
}

/** Reads `path=value,value...`; the option may be there as often as one likes, for other paths. */
export function parseAxis(text: string, before: readonly Axis[] = []): readonly Axis[] {
  const wrong = (rule: string): BadInput => new BadInput(`--set ${text}: ${rule}`);
  const [path = "", ...rest] = text.split("=");
  if (path === "" || rest.length === 0) {
    throw wrong("a setting must be a path and its values, such as links.cable.loss=0%,1%");
  }
  const values = splitValues(rest.join("="));
  if (values === null) throw wrong("a quote or bracket must be closed");
  if (values.includes("")) throw wrong('a value must not be empty: write null or "" for nothing');
  const twice = values.find((value, i) => values.indexOf(value) < i);
  if (twice !== undefined) throw wrong(`each value must be there once: ${twice} is there twice`);
  if (before.some((axis) => sameForm(axis.path) === sameForm(path))) {
    throw wrong(`${path} must be set once, with all its values: it is set twice`);
  }
  return [...before, { path, values }];
}

/** `faults[0].at` and `faults.0.at` are one path. */
function sameForm(path: string): string {
  return path.replace(/\[([0-9]+)\]/g, ".$1");
}

/** Splits at commas, but not within quotes or brackets; null where one is not closed. */
function splitValues(text: string): string[] | null {
  const values: string[] = [];
  let value = "";
  let quote = "";
  let depth = 0;
  for (const char of text) {
    if (quote !== "") {
      if (char === quote) quote = "";
    } else if ((char === '"' || char === "'") && /(^|[,:[{])\s*$/.test(value)) {
      quote = char;
    } else if (char === "[" || char === "{") {
      depth++;
    } else if (char === "]" || char === "}") {
      depth--;
    } else if (char === "," && depth === 0) {
      values.push(value.trim());
      value = "";
      continue;
    }
    value += char;
  }
  return quote === "" && depth === 0 ? [...values, value.trim()] : null;
}

/** How many combinations there are. */
export function countOf(axes: readonly Axis[]): number {
  return axes.reduce((count, { values }) => count * values.length, 1);
}

/** Each value with each of the others, in the order in which they are written: the last axis is the fastest. */
export function* combinationsOf(axes: readonly Axis[]): Generator<Combination> {
  const count = countOf(axes);
  for (let index = 0; index < count; index++) {
    let rest = index;
    const values = axes.toReversed().map((axis) => {
      const value = axis.values[rest % axis.values.length]!;
      rest = Math.floor(rest / axis.values.length);
      return value;
    }).reverse();
    yield { values, settings: values.map((value, i) => `${axes[i]!.path}=${value}`) };
  }
}
