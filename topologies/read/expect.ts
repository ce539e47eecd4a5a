import type { Expectation, Pattern } from "../../timeline/mod.ts";
import type { Path } from "../places.ts";
import type { Reader } from "../reader.ts";
import { type ExpectForm, expectSchema, type PatternForm } from "../schema/expect.ts";
import { show } from "../show.ts";
import { didYouMean, suggest } from "../suggestions.ts";
import type { Names } from "./names.ts";
import { kindOf, type Kinds } from "./one_of.ts";
import { Resolver } from "./resolve.ts";
import { errorNames } from "./systems.ts";

/** What expectations are about, and what may stand beside each. */
const KINDS: Kinds = {
  passes: ["connection"],
  stays: ["connection", "for", "tolerance"],
  end: ["connection"],
  call: ["returns", "nth"],
  never: [],
  eventually: [],
  count: [],
};

const PATTERNS: Kinds = { segment: [], state: [], call: [], timer: [], process: [] };

/** Reads what is expected, when all names are known. */
export function readExpectations(reader: Reader, value: unknown, names: Names): Expectation[] {
  const found: Expectation[] = [];
  reader.readList("expectations", expectSchema, value, ["expect"]).forEach((form, i) => {
    if (form === null) return;
    const expectation = new ExpectationReader(reader, names, ["expect", i]).convert(form);
    if (expectation !== null) found.push(expectation);
  });
  return found;
}

/** Reads one expectation. */
class ExpectationReader {
  #reader: Reader;
  #names: Names;
  #resolver: Resolver;
  #path: Path;

  constructor(reader: Reader, names: Names, path: Path) {
    this.#reader = reader;
    this.#names = names;
    this.#resolver = new Resolver(names, reader.mistakes);
    this.#path = path;
  }

  convert(form: ExpectForm): Expectation | null {
    const kind = kindOf(form, KINDS, this.#path, this.#reader.mistakes);
    if (kind === "passes" || kind === "stays" || kind === "end") return this.#aboutStates(form);
    if (kind === "call") return this.#aboutCall(form);
    if (form.never !== undefined) {
      const pattern = this.#pattern(form.never, ["never"]);
      return pattern === null ? null : { type: "never", pattern };
    }
    if (form.eventually !== undefined) return this.#eventually(form.eventually);
    return form.count === undefined ? null : this.#count(form.count);
  }

  #aboutStates(form: ExpectForm): Expectation | null {
    const { connection, passes, stays, end } = form;
    if (connection === undefined) {
      this.#missing(["connection"], "an expectation about states must say of which connection");
      return null;
    }
    this.#resolver.connection(connection, [...this.#path, "connection"]);
    if (passes !== undefined) return { type: "passes", connection, states: passes };
    if (end !== undefined) return { type: "end", connection, state: end };
    if (form.for === undefined) {
      this.#missing(["for"], "stays needs a time, such as 120s");
      return null;
    }
    const { tolerance } = form;
    const expectation = { type: "stays", connection, state: stays ?? "", for: form.for } as const;
    return tolerance === undefined ? expectation : { ...expectation, tolerance };
  }

  #aboutCall(form: ExpectForm): Expectation | null {
    const call = this.#resolver.call(form.call ?? "", [...this.#path, "call"]);
    if (form.returns === undefined) {
      this.#missing(["returns"], "call needs a value or an error, such as 0 or ECONNRESET");
      return null;
    }
    const returns = this.#returns(form.returns, call, ["returns"]);
    return form.nth === undefined
      ? { type: "call", call, returns }
      : { type: "call", call, returns, nth: form.nth };
  }

  #eventually(form: NonNullable<ExpectForm["eventually"]>): Expectation | null {
    const { within, after, ...rest } = form;
    const pattern = this.#patternAmong(rest, ["eventually"]);
    const start = after === undefined ? undefined : this.#pattern(after, ["eventually", "after"]);
    if (pattern === null || start === null) return null;
    return defined({ type: "eventually" as const, pattern, within, after: start });
  }

  #count(form: NonNullable<ExpectForm["count"]>): Expectation | null {
    const { equals, atLeast, atMost, ...rest } = form;
    const { mistakes } = this.#reader;
    const path = [...this.#path, "count"];
    const pattern = this.#patternAmong(rest, ["count"]);
    if (equals === undefined && atLeast === undefined && atMost === undefined) {
      mistakes.atValue(path, "must have equals, atLeast or atMost: it has none");
      return null;
    }
    if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
      mistakes.atValue(
        [...path, "atMost"],
        `must not be less than atLeast, ${atLeast}: it is ${atMost}`,
      );
    }
    return pattern === null
      ? null
      : defined({ type: "count" as const, pattern, equals, atLeast, atMost });
  }

  /** A pattern whose map has other keys as well. */
  #patternAmong(form: PatternForm, path: Path): Pattern | null {
    const kind = kindOf(form, PATTERNS, [...this.#path, ...path], this.#reader.mistakes);
    return kind === "" ? null : this.#pattern(form, path);
  }

  #pattern(form: PatternForm, path: Path): Pattern | null {
    const { segment, state, call, timer, process } = form;
    if (segment !== undefined) {
      const { flags, without, ...rest } = segment;
      for (const key of ["from", "to"] as const) {
        const host = segment[key];
        if (host !== undefined) this.#resolver.host(host, [...this.#path, ...path, "segment", key]);
      }
      const names = { flags: flags?.join(","), without: without?.join(",") };
      return { segment: defined({ ...names, ...rest }) };
    }
    if (state !== undefined) {
      this.#checkConnection(state.connection, [...path, "state", "connection"]);
      return { state: defined(state) };
    }
    if (call !== undefined) return this.#callPattern(call, [...path, "call"]);
    if (timer !== undefined) {
      this.#checkConnection(timer.connection, [...path, "timer", "connection"]);
      return { timer: defined(timer) };
    }
    if (process === undefined) return null;
    if (process.process !== undefined) {
      this.#resolver.process(process.process, [...this.#path, ...path, "process", "process"]);
    }
    return { process: defined(process) };
  }

  #callPattern(form: NonNullable<PatternForm["call"]>, path: Path): Pattern {
    const call = form.call === undefined
      ? undefined
      : this.#resolver.call(form.call, [...this.#path, ...path, "call"]);
    const returns = form.returns === undefined
      ? undefined
      : this.#returns(form.returns, call ?? "", [...path, "returns"]);
    return { call: defined({ call, returns }) };
  }

  #checkConnection(name: string | undefined, path: Path): void {
    if (name !== undefined) this.#resolver.connection(name, [...this.#path, ...path]);
  }

  /** Checks the name of an error, which must be one of the host's system. */
  #returns(returns: number | string, call: string, path: Path): number | string {
    if (typeof returns === "number") return returns;
    const { hosts, hasOtherSystems } = this.#names;
    // Whose errors are expected is what the comparison shows, where the system was changed.
    const os = hasOtherSystems ? "" : hosts.get(call.split(".")[0] ?? "")?.os ?? "";
    const known = errorNames(os);
    if (known.includes(returns)) return returns;
    const other = os === "windows" ? `WSA${returns}` : returns.replace(/^WSA/, "");
    const meant = known.includes(other) ? suggest(other) : didYouMean(returns, known);
    const where = os === "" ? "" : ` of ${os}`;
    const rule = `must be a whole number or the name of an error${where}: it is ${show(returns)}`;
    this.#reader.mistakes.atValue([...this.#path, ...path], rule + meant);
    return returns;
  }

  #missing(path: Path, message: string): void {
    this.#reader.mistakes.atValue([...this.#path, ...path], `is missing: ${message}`);
  }
}

/** The same without what is undefined. */
function defined<T extends object>(form: T): T {
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined)) as T;
}
