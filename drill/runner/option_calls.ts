import { optionNames, type Program, type Socket } from "../../nodes/sockets/mod.ts";
import { type CallHandler, type CallSite, handleAt, type Outcome, plain } from "./calls.ts";
import { NotSupported } from "./verdict.ts";

/** The levels that options of a name's beginning are of. */
const LEVELS: Readonly<Record<string, readonly string[]>> = {
  SO: ["SOL_SOCKET"],
  TCP: ["SOL_TCP", "IPPROTO_TCP"],
  IP: ["SOL_IP", "IPPROTO_IP"],
};

/** Linux gives F_GETFL with what open(2) of a socket means; both systems: read and write. */
const READ_AND_WRITE = 2;

/** The bytes of an int. */
const INT = 4;

/**
 * Options that change nothing that a script could see here (V: socket(7),
 * ip(7), tcp(7)): marks, priorities, time stamping, the copying of bytes, and
 * what is sent when it would be sent anyhow. They may be set, not read.
 */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  "SO_MARK",
  "SO_PRIORITY",
  "SO_TIMESTAMPING",
  "SO_ZEROCOPY",
  "SO_REUSEPORT",
  "SO_BUSY_POLL",
  "IP_FREEBIND",
  "IP_BIND_ADDRESS_NO_PORT",
]);

/** The option that a call names; one that is not here is not a failure. */
function optionAt(site: CallSite): string {
  const { args } = site;
  const [level, name] = [args.word(1), args.word(2)];
  const levels = LEVELS[name.split("_")[0] ?? ""];
  if (!optionNames.includes(name) || levels === undefined) {
    throw new NotSupported(args.at(2).place, `the socket option ${name}`);
  }
  if (!levels.includes(level)) throw new NotSupported(args.at(1).place, `${name} of ${level}`);
  return name;
}

function* setOption(site: CallSite): Program<Outcome> {
  const { args, os } = site;
  args.mustBe(5);
  const handle = handleAt(site, 0);
  const socket = site.socketOf(handle);
  const named = args.word(2);
  if (WITHOUT_EFFECT.has(named)) return { value: socket === null ? -1 : 0, errno: BAD[+!socket]! };
  if (named === "TCP_INQ" && site.system === "linux") return setInq(site, socket);
  const name = optionAt(site);
  const given = args.at(3);
  if (given.kind === "number" || (given.kind === "word" && given.name === "NULL")) {
    return { value: -1, errno: socket === null ? "EBADF" : "EFAULT" };
  }
  if (name === "SO_LINGER") {
    const number = (field: string): number => {
      const value = args.field(given, field);
      return value === null ? 0 : args.numberOf(value);
    };
    const value = { onoff: number("onoff") !== 0, linger: number("linger") };
    return plain(yield* os.setsockopt(handle, name, value));
  }
  if (args.number(4) < INT) return { value: -1, errno: "EINVAL" };
  const value = args.boxed(3);
  if (value === null) throw new NotSupported(given.place, "an option without its value");
  return plain(yield* os.setsockopt(handle, name, value));
}

/** The error of a call on a socket that is there, and on one that is not. */
const BAD = ["", "EBADF"] as const;

/** recvmsg tells how much is left (V: tcp(7) has it not; S: do_tcp_setsockopt: 0 or 1). */
function setInq(site: CallSite, socket: Socket | null): Outcome {
  const value = site.args.boxed(3);
  if (socket === null) return { value: -1, errno: "EBADF" };
  if (value === null || value > 1) return { value: -1, errno: "EINVAL" };
  site.setInq(socket, value === 1);
  return { value: 0, errno: "" };
}

function* getOption(site: CallSite): Program<Outcome> {
  const { args, os } = site;
  args.mustBe(5);
  const name = optionAt(site);
  const result = yield* os.getsockopt(handleAt(site, 0), name);
  if (result.error !== "") return plain(result);
  if (name === "SO_LINGER") throw new NotSupported(args.at(2).place, "reading SO_LINGER");
  const [value, length] = [args.boxed(3), args.boxed(4)];
  const differences: string[] = [];
  if (value !== null && value !== result.value) {
    differences.push(`${name} must be ${shown(site, value)}: it is ${shown(site, result.value)}`);
  }
  if (length !== null && length !== INT) {
    differences.push(`the option's length must be ${length}: it is ${INT}`);
  }
  return { value: 0, errno: "", difference: differences.join("; ") };
}

/** SO_ERROR by the error's name. */
function shown(site: CallSite, value: number): string {
  if (site.args.word(2) !== "SO_ERROR" || value === 0) return String(value);
  const names = Object.entries(site.symbols).filter(([name, code]) =>
    name.startsWith("E") && !name.startsWith("EPOLL") && code === value
  );
  return names[0]?.[0] ?? String(value);
}

function* control(site: CallSite): Program<Outcome> {
  const { args, os, symbols } = site;
  args.mustBe(2, 3);
  const handle = handleAt(site, 0);
  const bit = symbols["O_NONBLOCK"]!;
  switch (args.word(1)) {
    case "F_GETFL": {
      const result = yield* os.getsockopt(handle, "O_NONBLOCK");
      if (result.error !== "") return plain(result);
      return { value: READ_AND_WRITE | (result.value === 0 ? 0 : bit), errno: "" };
    }
    case "F_SETFL": {
      const on = (args.number(2) & bit) !== 0;
      return plain(yield* os.setsockopt(handle, "O_NONBLOCK", on ? 1 : 0));
    }
    default:
      throw new NotSupported(args.at(1).place, `fcntl ${args.word(1)}`);
  }
}

/** How much is to be read, or was sent and is not acknowledged. */
// deno-lint-ignore require-yield
function* inputOutput(site: CallSite): Program<Outcome> {
  const { args } = site;
  args.mustBe(3);
  const socket = site.socketOf(handleAt(site, 0));
  if (socket === null) return { value: -1, errno: "EBADF" };
  const word = args.word(1);
  const { connection } = socket;
  let value: number;
  switch (word) {
    case "SIOCINQ":
    case "FIONREAD":
      if (socket.listener !== null) return { value: -1, errno: "EINVAL" };
      value = connection === null ? 0 : connection.queued;
      break;
    case "SIOCOUTQ":
    case "TIOCOUTQ":
      if (socket.listener !== null) return { value: -1, errno: "EINVAL" };
      value = connection === null ? 0 : connection.unacknowledged;
      break;
    default:
      throw new NotSupported(args.at(1).place, `ioctl ${word}`);
  }
  const expected = args.boxed(2);
  const isRight = expected === null || expected === value;
  return {
    value: 0,
    errno: "",
    difference: isRight ? "" : `${word} must give ${expected}: it gives ${value}`,
  };
}

/** The calls about options and what a socket holds. */
export const optionCalls: Readonly<Record<string, CallHandler>> = {
  setsockopt: setOption,
  getsockopt: getOption,
  fcntl: control,
  ioctl: inputOutput,
};
