import { parseScript, type ScriptEvent } from "../../../drill/mod.ts";

/** A script with one expectation that does not hold. */
export interface Mutant {
  /** What was changed: "the flags of line 12". */
  readonly what: string;
  readonly text: string;
}

/** A change of the text of one event: what it is, and what stands there then. */
type Change = readonly [what: string, put: string];

/** Flags by what makes others of them: ACK, FIN, PSH, RST. */
const OTHER_FLAGS: readonly (readonly [letter: string, name: string])[] = [
  [".", "ACK"],
  ["F", "FIN"],
  ["P", "PSH"],
  ["R", "RST"],
];

/** How far a packet's time is moved: further than the tolerance of any script. */
const LATER = 1.7;

/**
 * All scripts that differ from a passing one in one expectation, which a real
 * system would then not meet.
 *
 * Left out is what packetdrill itself does not look at: numbers of descriptors,
 * TSecr, TSval where no tick is given, the numbers of packets with `...` or
 * `<...>`, and the times of what the script does itself.
 */
export function mutantsOf(script: string, path: string): Mutant[] {
  const { events } = parseScript(script, path);
  const starts = lineStarts(script);
  const offsets = events.map(({ place }) => starts[place.line - 1]! + place.column - 1);
  const checksTimestamps = /--tcp_ts_tick_usecs/.test(script);
  return events.flatMap((event, i) => {
    const from = offsets[i]!;
    const to = offsets[i + 1] ?? script.length;
    const line = script.slice(from, to);
    return changesOf(event, line, checksTimestamps).filter(([, put]) => put !== line)
      .map(([what, put]) => ({
        what: `${what} of line ${event.place.line}`,
        text: script.slice(0, from) + put + script.slice(to),
      }));
  });
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return starts;
}

function changesOf(event: ScriptEvent, line: string, checksTimestamps: boolean): Change[] {
  switch (event.kind) {
    case "segment":
      return event.direction === "out" ? segmentChanges(line, checksTimestamps) : [];
    case "call":
      return callChanges(event.name, line);
    case "command":
      return numbersIn(line, /grep (\d+)`/g, "the count");
    case "code":
      return codeChanges(line);
    default:
      return [];
  }
}

/** The parts of an outbound packet up to its options: time, IP fields, flags, numbers. */
const PACKET =
  /^(?<time>\S+)(?<ip>\s+>\s+(?:[[(][^\])]*[\])]\s*)*)(?<flags>[FSRPUEWA.]+|-)(?<gap>\s+)(?<rest>[^<]*)(?<options>(?:<[^>]*>)?)/;

function segmentChanges(line: string, checksTimestamps: boolean): Change[] {
  const groups = PACKET.exec(line)?.groups;
  if (groups === undefined) return [];
  const { time = "", ip = "", flags = "", gap = "", rest = "", options = "" } = groups;
  const tail = line.slice(
    time.length + ip.length + flags.length + gap.length + rest.length +
      options.length,
  );
  const packet = (changed: Partial<typeof groups>): string => {
    const all = { ...groups, ...changed };
    return `${all["time"]}${all["ip"]}${all["flags"]}${all["gap"]}${all["rest"]}${
      all["options"]
    }${tail}`;
  };
  return [
    ...OTHER_FLAGS.map(([letter, name]): Change => [
      `the flag ${name}`,
      packet({ flags: toggled(flags, letter) }),
    ]),
    ...sequenceChanges(rest).map(([what, put]): Change => [what, packet({ rest: put })]),
    ...numbersIn(rest, /\back (\d+)/g, "the acknowledgement")
      .map(([what, put]): Change => [what, packet({ rest: put })]),
    ...numbersIn(rest, /\bwin (\d+)/g, "the window")
      .map(([what, put]): Change => [what, packet({ rest: put })]),
    ...numbersIn(rest, /\burg (\d+)/g, "the urgent pointer")
      .map(([what, put]): Change => [what, packet({ rest: put })]),
    ...optionChanges(options, checksTimestamps)
      .map(([what, put]): Change => [what, packet({ options: put })]),
    ...ipChanges(ip).map(([what, put]): Change => [what, packet({ ip: put })]),
    ...timeChanges(time).map(([what, put]): Change => [what, packet({ time: put })]),
  ];
}

function toggled(flags: string, letter: string): string {
  const plain = flags === "-" ? "" : flags;
  const changed = plain.includes(letter) ? plain.replace(letter, "") : letter + plain;
  return changed === "" ? "-" : changed;
}

/** The start, moved with the end, and the length, moved with the end. */
function sequenceChanges(rest: string): Change[] {
  const match = /^(\d+):(\d+)\((\d+)\)/.exec(rest);
  if (match === null) return [];
  const [whole, from, to, length] = match;
  const [start, end, size] = [Number(from), Number(to), Number(length)];
  const behind = rest.slice(whole.length);
  const isSyn = start === 0 && end === 0; // its number is the script's own
  const longer: Change = ["the length", `${start}:${end + 1}(${size + 1})${behind}`];
  if (isSyn) return [longer];
  return [
    ["the sequence number", `${start + 1}:${end + 1}(${size})${behind}`],
    longer,
    ...(size > 0 ? [["the length", `${start}:${end - 1}(${size - 1})${behind}`] as Change] : []),
  ];
}

/** Of a window, and what some options can say. */
const LARGEST = 0xffff;

/** Each of the numbers that a pattern's first group finds, one more; the largest one less. */
function numbersIn(text: string, pattern: RegExp, what: string): Change[] {
  return [...text.matchAll(pattern)].map((match): Change => {
    const digits = match[1]!;
    const at = match.index + match[0].lastIndexOf(digits);
    const other = Number(digits) === LARGEST ? LARGEST - 1 : Number(digits) + 1;
    return [what, `${text.slice(0, at)}${other}${text.slice(at + digits.length)}`];
  });
}

function optionChanges(options: string, checksTimestamps: boolean): Change[] {
  if (options.includes("...")) return [];
  const changes: Change[] = [
    ...numbersIn(options, /\b(?:mss|wscale) (\d+)/g, "an option's number"),
    ...numbersIn(options, /(\d+)(?=:\d)/g, "the left edge of a SACK block"),
    ...numbersIn(options, /:(\d+)/g, "the right edge of a SACK block"),
  ];
  if (checksTimestamps) {
    changes.push(...[...options.matchAll(/\bTS val (\d+)/g)].map((match): Change => [
      "TSval",
      options.replace(match[0], `TS val ${Number(match[1]) + 100_000}`),
    ]));
  }
  const items = options.slice(1, -1).split(",").map((it) => it.trim());
  if (options === "") return [["options that are not there", "<nop,nop,sackOK>"]];
  changes.push(["an option less", items.length > 1 ? `<${items.slice(1).join(",")}>` : ""]);
  const swapped = [...items.slice(1), items[0]!];
  if (swapped.join() !== items.join()) changes.push(["their order", `<${swapped.join(",")}>`]);
  return changes;
}

function ipChanges(ip: string): Change[] {
  const ecn = /\b(noecn|ect0|ect1|ce)\b/.exec(ip)?.[1];
  const changes: Change[] = ecn === undefined
    ? []
    : [["the ECN field", ip.replace(ecn, ecn === "ce" ? "noecn" : "ce")]];
  return [
    ...changes,
    ...[...ip.matchAll(/\((tos|ttl) (\w+)\)/g)].map((match): Change => [
      `the ${match[1]}`,
      ip.replace(match[0], `(${match[1]} ${(Number(match[2]) + 8) & 0xff})`),
    ]),
  ];
}

/** Later by more than the tolerance, and sooner where there is room for it. */
function timeChanges(time: string): Change[] {
  const match = /^(\+?)(\d*\.?\d+)(?:~(\+?)(\d*\.?\d+))?$/.exec(time);
  if (match === null) return [];
  const [, sign = "", first = "0", , last] = match;
  const moved = (by: number): string => {
    const from = (Number(first) + by).toFixed(6);
    return last === undefined
      ? `${sign}${from}`
      : `${sign}${from}~${sign}${(Number(last) + by).toFixed(6)}`;
  };
  const width = Number(last ?? first) - Number(first);
  const changes: Change[] = [["the time", moved(LATER + width + Number(first))]];
  if (Number(first) >= 2 * (LATER + width)) changes.push(["the time", moved(-LATER - width)]);
  return changes;
}

/** Calls that give a descriptor: any number that is not negative will do. */
const GIVE_DESCRIPTORS: ReadonlySet<string> = new Set([
  "socket",
  "accept",
  "epoll_create",
  "epoll_create1",
]);

const RESULT = /(\)\s*=\s*)(-?\w+)((?:\s+((?:WSA)?E[A-Z]+))?)/;

function callChanges(name: string, line: string): Change[] {
  const close = line.lastIndexOf(")", line.search(/=\s*[-\w?]+[^=]*$/));
  const [head, tail] = [line.slice(0, close), line.slice(close)];
  const match = RESULT.exec(tail);
  const changes: Change[] = [];
  if (match !== null) {
    const [whole, sign, value, rest, errno] = match;
    const put = (to: string): string => head + tail.replace(whole, to);
    const isDescriptor = GIVE_DESCRIPTORS.has(name) && value !== "-1";
    changes.push(["the result", put(`${sign}${isDescriptor ? -1 : another(value!)}${rest}`)]);
    if (errno !== undefined) {
      const other = errno === "EPERM" ? "ENOENT" : "EPERM";
      changes.push(["the errno", put(`${sign}${value} ${other}`)]);
      changes.push(["a success", put(`${sign}0`)]);
    } else if (!isDescriptor) {
      changes.push(["an error", put(`${sign}-1 EPERM`)]);
    }
  }
  if (name === "getsockopt") changes.push(...valueChanges(head, tail));
  if (name === "ioctl") {
    changes.push(
      ...numbersIn(head, /\[(\d+)\]/g, "what it gives").map((it): Change => [
        it[0],
        it[1] + tail,
      ]),
    );
  }
  if (name === "poll") {
    const other = head.replace(/revents=[^},]*/, "revents=POLLPRI");
    changes.push(["what is ready", other + tail]);
  }
  const end = /^(\+?[\d.]*?\d\.\.\.\+?)(\d*\.?\d+)/.exec(line);
  if (end !== null) {
    const later = `${end[1]}${(Number(end[2]) * 1.2 + LATER).toFixed(6)}`;
    changes.push(["the end", line.replace(end[0], later)]);
  }
  const isNone = match?.[2] === "0"; // events that are not given are not compared
  if (name === "epoll_wait" && !isNone) {
    changes.push(["what is ready", head.replace(/events=[^},]*/, "events=EPOLLPRI") + tail]);
  }
  return changes;
}

/** A result that is another. */
function another(value: string): string {
  if (value === "-1") return "0";
  return /^\d+$/.test(value) ? String(Number(value) + 1) : "77";
}

/** The value that getsockopt gives. */
function valueChanges(head: string, tail: string): Change[] {
  const match = /\[(\w+)\](?=\s*,\s*\[)/.exec(head);
  if (match === null) return [];
  const value = match[1]!;
  const other = /^\d+$/.test(value)
    ? String(Number(value) + 1)
    : value === "EPERM"
    ? "ENOENT"
    : "EPERM";
  return [["the option's value", head.replace(match[0], `[${other}]`) + tail]];
}

/** Numbers and names that are asserted to be equal. */
function codeChanges(line: string): Change[] {
  const code = /^[\s\S]*?%\{/.exec(line)?.[0] ?? "";
  const rest = line.slice(code.length);
  const changes = numbersIn(rest, /assert[^\n;=]*==\s*(\d+)/g, "an assertion's number");
  const states = [...rest.matchAll(/(assert[^\n;=]*==\s*)(TCPI?_[A-Z]\w*)/g)].map((
    match,
  ): Change => [
    "an assertion's name",
    rest.replace(match[0], `${match[1]}99`),
  ]);
  return [...changes, ...states].map(([what, put]): Change => [what, code + put]);
}
