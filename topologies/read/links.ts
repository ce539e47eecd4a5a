import { ms } from "../../engine/base/time.ts";
import { type LineSettings, PLAIN_LINE } from "../../nodes/line.ts";
import type { Path } from "../places.ts";
import type { Reader } from "../reader.ts";
import { type DirectionForm, type LinkForm, linkSchema } from "../schema/links.ts";
import { switchSchema } from "../schema/hosts.ts";
import { listed } from "../show.ts";
import { didYouMean } from "../suggestions.ts";
import type { LinkEnd, LinkSpec } from "../topology.ts";
import { timeText } from "../units.ts";
import type { Names } from "./names.ts";
import { Resolver } from "./resolve.ts";

/** Reads the names of the switches; a host must not have the same. */
export function readSwitches(reader: Reader, value: unknown, names: Names): string[] {
  for (const name of reader.readNamed("switches", switchSchema, value, ["switches"]).keys()) {
    names.switches.add(name);
    if (!names.hosts.has(name)) continue;
    const rule = "must have a name of its own: a host has that name";
    reader.mistakes.atKey(["switches", name], rule);
  }
  return [...names.switches];
}

/** Reads the links, when hosts and switches are known. */
export function readLinks(reader: Reader, value: unknown, names: Names): LinkSpec[] {
  const forms = reader.readNamed("links", linkSchema, value, ["links"]);
  const linkReader = new LinkReader(reader, names);
  const links: LinkSpec[] = [];
  for (const [name, form] of forms) {
    names.links.set(name, form?.between.map((end) => end.split(".")[0] ?? "") ?? []);
    const other = names.hosts.has(name) ? "host" : names.switches.has(name) ? "switch" : "";
    if (other !== "") {
      const rule = `must have a name of its own: a ${other} has that name`;
      reader.mistakes.atKey(["links", name], rule);
    }
    const link = form === null ? null : linkReader.convert(name, form);
    if (link !== null) links.push(link);
  }
  return links;
}

class LinkReader {
  #reader: Reader;
  #names: Names;
  #resolver: Resolver;
  /** The NICs that have a cable, and which. */
  #cables = new Map<string, string>();
  /** Of each switch another one that it is joined with, and so on to one that stands for all. */
  #joined = new Map<string, string>();

  constructor(reader: Reader, names: Names) {
    this.#reader = reader;
    this.#names = names;
    this.#resolver = new Resolver(names, reader.mistakes);
  }

  convert(name: string, form: LinkForm): LinkSpec | null {
    const path = ["links", name];
    const between = [...path, "between"];
    const first = this.#end(form.between[0], name, [...between, 0]);
    const second = this.#end(form.between[1], name, [...between, 1]);
    const ends = form.between.map((end) => end.split(".")[0] ?? "");
    if (ends[0] === ends[1]) {
      const rule = `must name two different nodes: both are ${ends[0]}`;
      this.#reader.mistakes.atValue(between, rule);
    } else if (first?.nic === "" && second?.nic === "") {
      this.#joinSwitches(first.node, second.node, between);
    }
    const settings = this.#settingsOf(form, ends, path);
    return first === null || second === null ? null : { name, ends: [first, second], settings };
  }

  #end(text: string, link: string, path: Path): LinkEnd | null {
    const [node = ""] = text.split(".");
    const { mistakes } = this.#reader;
    if (this.#names.switches.has(node)) {
      if (text === node) return { node, nic: "" };
      mistakes.atValue(path, `must be just "${node}", which is a switch: it is "${text}"`);
      return null;
    }
    if (!this.#names.hosts.has(node)) {
      const known = [...this.#names.hosts.keys(), ...this.#names.switches];
      mistakes.unknownName(path, "host or switch", node, known);
      return null;
    }
    const found = this.#resolver.nic(text, path);
    if (found === null) return null;
    const nic = `${found.host}.${found.nic}`;
    const other = this.#cables.get(nic);
    if (other !== undefined && other !== link) {
      const rule = `must be a NIC without a cable: ${nic} has links.${other}`;
      mistakes.atValue(path, `${rule} (a switch joins more than two)`);
    }
    this.#cables.set(nic, other ?? link);
    return { node: found.host, nic: found.nic };
  }

  /** Notes that two switches are joined; two ways between them would let frames circle for ever. */
  #joinSwitches(a: string, b: string, path: Path): void {
    const [first, second] = [this.#groupOf(a), this.#groupOf(b)];
    if (first === second) {
      const rule = `must not close a loop of switches: there is another way from ${a} to ${b}`;
      this.#reader.mistakes.atValue(path, `${rule}, and frames would circle for ever`);
    }
    this.#joined.set(first, second);
  }

  #groupOf(name: string): string {
    let group = name;
    for (;;) {
      const next = this.#joined.get(group) ?? group;
      if (next === group) return group;
      group = next;
    }
  }

  #settingsOf(form: LinkForm, ends: readonly string[], path: Path): LinkSpec["settings"] {
    const forms: [DirectionForm, DirectionForm] = [form, form];
    const paths: [Path, Path] = [path, path];
    for (const [end, direction] of Object.entries(form.directions ?? {})) {
      const at = [...path, "directions", end];
      const whole = form.between.indexOf(end);
      const i = whole >= 0 ? whole : ends.indexOf(end);
      if (i !== 0 && i !== 1) {
        const rule = `has no end "${end}": its ends are ${listed(form.between)}`;
        this.#reader.mistakes.atUnknownKey(at, rule + didYouMean(end, form.between));
        continue;
      }
      forms[i] = { ...forms[i], ...direction };
      paths[i] = at;
    }
    return {
      forward: this.#line(forms[0], paths[0]),
      backward: this.#line(forms[1], paths[1]),
    };
  }

  #line(form: DirectionForm, path: Path): LineSettings {
    const line = {
      latency: form.latency ?? PLAIN_LINE.latency,
      jitter: form.jitter ?? PLAIN_LINE.jitter,
      rateBps: form.rate ?? PLAIN_LINE.rateBps,
      loss: form.loss ?? PLAIN_LINE.loss,
      duplicate: form.duplicate ?? PLAIN_LINE.duplicate,
      corrupt: form.corrupt ?? PLAIN_LINE.corrupt,
      overhead: form.overhead ?? PLAIN_LINE.overhead,
      limitPackets: form.queue === undefined ? PLAIN_LINE.limitPackets : form.queue.packets ??
        (form.queue.bytes === undefined ? PLAIN_LINE.limitPackets : Infinity),
      limitBytes: form.queue?.bytes ?? PLAIN_LINE.limitBytes,
      ...disciplineOf(form),
      mtu: form.mtu ?? PLAIN_LINE.mtu,
    };
    if (line.jitter > line.latency) {
      const rule = `must not be longer than the latency, ${timeText(line.latency)}`;
      const at = [...path, "jitter"];
      this.#reader.mistakes.atValue(at, `${rule}: it is ${timeText(line.jitter)}`);
    }
    this.#checkQueue(form.queue ?? { packets: 0 }, [...path, "queue"]);
    return line;
  }

  #checkQueue(queue: NonNullable<DirectionForm["queue"]>, path: Path): void {
    const { codel, red } = queue;
    const { mistakes } = this.#reader;
    if (Object.values(queue).every((it) => it === undefined)) {
      mistakes.atValue(path, "must have packets, bytes, codel or red");
    } else if (codel !== undefined && red !== undefined) {
      mistakes.atKey([...path, "red"], "must not stand beside codel: a queue has one discipline");
    }
    if (red !== undefined && red.min >= red.max) {
      mistakes.atValue([...path, "red", "min"], `must be less than max, ${red.max} bytes`);
    }
    for (const name of ["target", "interval"] as const) {
      if (codel?.[name] === 0) mistakes.atValue([...path, "codel", name], "must be above 0");
    }
  }
}

/** How a queue drops or marks before it is full: the values of `tc codel` and `tc red`. */
function disciplineOf({ queue }: DirectionForm): Pick<LineSettings, "codel" | "red"> {
  const { codel, red } = queue ?? {};
  return {
    codel: codel === undefined ? null : {
      target: codel.target ?? ms(5),
      interval: codel.interval ?? ms(100),
      ecn: codel.ecn ?? false,
    },
    red: red === undefined ? null : {
      min: red.min,
      max: red.max,
      probability: red.probability ?? 0.02,
      weight: red.weight ?? 9,
      ecn: red.ecn ?? false,
    },
  };
}
