import { type Nanos, NEVER } from "../../engine/base/time.ts";
import type {
  Fault,
  FaultAction,
  FaultTrigger,
  LinkRule,
  RejectRule,
  SegmentMatch,
} from "../../nodes/faults.ts";
import type { Path } from "../places.ts";
import type { Reader } from "../reader.ts";
import {
  type FaultForm,
  faultSchema,
  type RuleForm,
  type WayForm,
  type WhenForm,
} from "../schema/faults.ts";
import { FLAG_LETTERS } from "../schema/flags.ts";
import { timeText } from "../units.ts";
import type { Names } from "./names.ts";
import { kindOf, type Kinds } from "./one_of.ts";
import { Resolver } from "./resolve.ts";

const TIMING = ["at", "every", "times", "when", "after"];

/** The verbs of faults, and what may stand beside each. */
const VERBS: Kinds = {
  pull: [...TIMING, "for"],
  plug: TIMING,
  partition: [...TIMING, "for"],
  heal: TIMING,
  hold: [...TIMING, "for"],
  release: TIMING,
  removeAddress: [...TIMING, "for"],
  addAddress: TIMING,
  disable: [...TIMING, "for"],
  enable: TIMING,
  kill: TIMING,
  crash: [...TIMING, "for", "restart"],
  boot: [...TIMING, "restart"],
  pause: [...TIMING, "for"],
  resume: TIMING,
  drop: [],
  reject: [],
  delay: [],
  duplicate: [],
  corrupt: [],
  mark: [],
};

const TRIGGERS: Kinds = { at: [], every: ["times"], when: ["after"] };

const WAITED_FOR: Kinds = {
  connection: ["enters", "nth"],
  call: ["event", "nth"],
  segment: ["event"],
};

/** Reads the faults, when all that they may happen to is known. */
export function readFaults(reader: Reader, value: unknown, names: Names, stop: Nanos): Fault[] {
  const faults: Fault[] = [];
  reader.readList("faults", faultSchema, value, ["faults"]).forEach((form, i) => {
    if (form === null) return;
    const fault = new FaultReader(reader, names, stop, ["faults", i]).convert(form);
    if (fault !== null) faults.push(fault);
  });
  return faults;
}

/** Reads one fault. */
class FaultReader {
  #reader: Reader;
  #resolver: Resolver;
  #stop: Nanos;
  #path: Path;

  constructor(reader: Reader, names: Names, stop: Nanos, path: Path) {
    this.#reader = reader;
    this.#resolver = new Resolver(names, reader.mistakes);
    this.#stop = stop;
    this.#path = path;
  }

  convert(form: FaultForm): Fault | null {
    const verb = kindOf(form, VERBS, this.#path, this.#reader.mistakes);
    if (verb === "") return null;
    switch (verb) {
      case "drop":
      case "delay":
      case "duplicate":
      case "corrupt":
      case "mark": {
        const rule = form[verb];
        return rule === undefined ? null : { kind: "rule", rule: this.#rule(verb, rule) };
      }
    }
    if (form.reject !== undefined) return { kind: "reject", rule: this.#reject(form.reject) };
    const action = this.#action(form);
    const trigger = this.#trigger(form);
    return action === null || trigger === null ? null : { kind: "action", trigger, action };
  }

  #action(form: FaultForm): FaultAction | null {
    const duration = form.for ?? NEVER;
    const restart = form.restart ?? false;
    if (form.pull !== undefined) {
      return { do: "pull", link: this.#link(form.pull, ["pull"]), duration };
    }
    if (form.plug !== undefined) return { do: "plug", link: this.#link(form.plug, ["plug"]) };
    if (form.partition !== undefined) {
      return { do: "partition", ...this.#way(form.partition, "partition"), duration };
    }
    if (form.heal !== undefined) return { do: "heal", ...this.#way(form.heal, "heal") };
    if (form.hold !== undefined) {
      return { do: "hold", ...this.#way(form.hold, "hold"), duration };
    }
    if (form.release !== undefined) {
      return { do: "release", ...this.#way(form.release, "release") };
    }
    if (form.removeAddress !== undefined) {
      const nic = this.#resolver.nic(form.removeAddress, [...this.#path, "removeAddress"]);
      return nic === null ? null : { do: "removeAddress", ...nic, duration };
    }
    if (form.addAddress !== undefined) {
      const nic = this.#resolver.nic(form.addAddress, [...this.#path, "addAddress"]);
      return nic === null ? null : { do: "addAddress", ...nic };
    }
    if (form.disable !== undefined) {
      const nic = this.#resolver.nic(form.disable, [...this.#path, "disable"]);
      return nic === null ? null : { do: "disable", ...nic, duration };
    }
    if (form.enable !== undefined) {
      const nic = this.#resolver.nic(form.enable, [...this.#path, "enable"]);
      return nic === null ? null : { do: "enable", ...nic };
    }
    if (form.kill !== undefined) {
      const process = this.#resolver.process(form.kill, [...this.#path, "kill"]);
      return process === null ? null : { do: "kill", ...process };
    }
    if (form.crash !== undefined) {
      return { do: "crash", host: this.#host(form.crash, ["crash"]), duration, restart };
    }
    if (form.boot !== undefined) {
      return { do: "boot", host: this.#host(form.boot, ["boot"]), restart };
    }
    if (form.pause !== undefined) {
      return { do: "pause", host: this.#host(form.pause, ["pause"]), duration };
    }
    return { do: "resume", host: this.#host(form.resume ?? "", ["resume"]) };
  }

  #trigger(form: FaultForm): FaultTrigger | null {
    const { mistakes } = this.#reader;
    const timing = Object.fromEntries(
      Object.entries(form).filter(([key]) => TIMING.includes(key)),
    );
    const kind = kindOf(timing, TRIGGERS, this.#path, mistakes);
    if (kind === "at") return this.#at(form.at ?? 0);
    if (kind === "every") return this.#every(form.every ?? 0, form);
    return kind === "" || form.when === undefined ? null : this.#when(form.when, form.after ?? 0);
  }

  #at(at: Nanos): FaultTrigger {
    if (at > this.#stop) {
      const rule = `must not be after the topology's stop, ${timeText(this.#stop)}`;
      this.#reader.mistakes.atValue([...this.#path, "at"], `${rule}: it is ${timeText(at)}`);
    }
    return { kind: "at", at };
  }

  #every(period: Nanos, form: FaultForm): FaultTrigger {
    const { mistakes } = this.#reader;
    const path = [...this.#path, "every"];
    if (form.times === undefined && this.#stop === NEVER) {
      const rule = "never ends: give it a number of times, or the topology a stop";
      mistakes.atValue(path, `${rule}, such as "times: 3"`);
    } else if (period > this.#stop) {
      const rule = `must not be longer than the topology's stop, ${timeText(this.#stop)}`;
      mistakes.atValue(path, `${rule}: it is ${timeText(period)}`);
    }
    if (form.for !== undefined && form.for >= period) {
      const rule = `must be shorter than every, ${timeText(period)}`;
      mistakes.atValue([...this.#path, "for"], `${rule}: it is ${timeText(form.for)}`);
    }
    return { kind: "every", period, times: form.times ?? Infinity };
  }

  #when(when: WhenForm, after: Nanos): FaultTrigger | null {
    const { mistakes } = this.#reader;
    const path = [...this.#path, "when"];
    const kind = kindOf(when, WAITED_FOR, path, mistakes);
    const { connection = "", enters: state, nth = 1, call = "", segment, event } = when;
    if (kind === "connection") {
      this.#resolver.connection(connection, [...path, "connection"]);
      if (state !== undefined) return { kind: "enters", connection, state, nth, after };
      mistakes.atValue(path, "must have enters beside connection, such as ESTABLISHED");
    } else if (kind === "call") {
      const name = this.#resolver.call(call, [...path, "call"]);
      if (event !== "sent" && event !== "received") {
        return { kind: "call", call: name, event: event ?? "returned", nth, after };
      }
      mistakes.atValue(
        [...path, "event"],
        `must be started or returned of a call: it is "${event}"`,
      );
    } else if (kind === "segment" && segment !== undefined) {
      const match = this.#match(segment, segment.on ?? "", ["when", "segment"]);
      if (event !== "started" && event !== "returned") {
        const nth = segment.nth ?? 1;
        return { kind: "segment", match, event: event ?? "sent", nth, after };
      }
      mistakes.atValue(
        [...path, "event"],
        `must be sent or received of a segment: it is "${event}"`,
      );
    }
    return null;
  }

  #rule(action: LinkRule["action"], form: RuleForm): LinkRule {
    return {
      action,
      match: this.#match(form, form.on, [action]),
      nth: form.nth ?? 1,
      count: form.count === "all" ? Infinity : form.count ?? 1,
      delay: form.by ?? 0,
    };
  }

  #reject(form: RuleForm): RejectRule {
    const path = [...this.#path, "reject"];
    const host = this.#resolver.host(form.on, [...path, "on"]);
    if (host !== null && !host.forwards) {
      const rule = `must be a host that forwards: ${form.on} does not`;
      this.#reader.mistakes.atValue([...path, "on"], rule);
    }
    return {
      host: form.on,
      match: this.#match(form, "", ["reject"]),
      nth: form.nth ?? 1,
      count: form.count === "all" ? Infinity : form.count ?? 1,
    };
  }

  #match(form: Omit<RuleForm, "on" | "count">, link: string, path: Path): SegmentMatch {
    if (link !== "") this.#link(link, [...path, "on"]);
    if (form.from !== undefined) this.#host(form.from, [...path, "from"]);
    for (const name of ["flags", "without", "data"] as const) {
      if (form.icmp !== true || form[name] === undefined) continue;
      const rule = "must not stand beside icmp: only segments have it";
      this.#reader.mistakes.atKey([...this.#path, ...path, name], rule);
    }
    return {
      link,
      from: form.from ?? "",
      flags: lettersOf(form.flags),
      without: lettersOf(form.without),
      data: form.data ?? null,
      icmp: form.icmp ?? false,
    };
  }

  /** A link as a whole, or what one of its ends sends. */
  #way(form: WayForm, verb: string): { link: string; from: string } {
    if (typeof form === "string") return { link: this.#link(form, [verb]), from: "" };
    const { on, from = "" } = form;
    this.#link(on, [verb, "on"]);
    if (from !== "") this.#resolver.endOf(on, from, [...this.#path, verb, "from"]);
    return { link: on, from };
  }

  #link(name: string, path: Path): string {
    this.#resolver.link(name, [...this.#path, ...path]);
    return name;
  }

  #host(name: string, path: Path): string {
    this.#resolver.host(name, [...this.#path, ...path]);
    return name;
  }
}

function lettersOf(names: readonly string[] = []): string {
  return names.map((name) => FLAG_LETTERS[name] ?? "").join("");
}
