import { NEVER } from "../../engine/base/time.ts";
import { formatIpv4, isLoopback, parseIpv4 } from "../../engine/wire/mod.ts";
import type { RecvAmount, Step } from "../../nodes/programs/mod.ts";
import type { OptionValue } from "../../nodes/sockets/mod.ts";
import type { Path } from "../places.ts";
import type { Reader } from "../reader.ts";
import { NO_LOOPBACK } from "../schema/addresses.ts";
import { show } from "../show.ts";
import { valueOf } from "../schema/socket_options.ts";
import type { StepForm } from "../schema/steps.ts";

/** Which address a socket is bound to where the program names none: all of the host's. */
const ANY_ADDRESS = "0.0.0.0";

/** How many connections may wait where the program does not say: what servers commonly ask for. */
const DEFAULT_BACKLOG = 128;

/** How much one recv takes where the program does not say. */
const DEFAULT_MAX = 65_536;

/** The addresses of hosts, for `connect`: by host the names of its NICs and their addresses. */
export type Addresses = ReadonlyMap<string, ReadonlyMap<string, number> | null>;

/** Turns steps as the file has them into plain steps. */
export class StepWriter {
  #reader: Reader;
  #addresses: Addresses;

  constructor(reader: Reader, addresses: Addresses) {
    this.#reader = reader;
    this.#addresses = addresses;
  }

  /** The steps of a list; those with a mistake, which is noted, are left out. */
  write(forms: readonly StepForm[], path: Path): Step[] {
    const steps: Step[] = [];
    forms.forEach((form, i) => {
      const step = this.#step(form, [...path, i]);
      if (step !== null) steps.push(step);
    });
    return steps;
  }

  #step(form: StepForm, path: Path): Step | null {
    if (form.socket !== undefined) return { do: "socket", as: form.socket.as };
    if (form.bind !== undefined) {
      const { on, port } = form.bind;
      return { do: "bind", on, address: addressText(form.bind.address), port };
    }
    if (form.listen !== undefined) return this.#listen(form.listen, [...path, "listen"]);
    if (form.accept !== undefined) return { do: "accept", on: form.accept.on, as: form.accept.as };
    if (form.connect !== undefined) return this.#connect(form.connect, [...path, "connect"]);
    if (form.send !== undefined) return this.#send(form.send, [...path, "send"]);
    if (form.recv !== undefined) return this.#recv(form.recv, [...path, "recv"]);
    if (form.shutdown !== undefined) {
      return { do: "shutdown", on: form.shutdown.on, how: form.shutdown.how };
    }
    if (form.close !== undefined) return { do: "close", on: form.close };
    if (form.setsockopt !== undefined) {
      const { on, option, value } = form.setsockopt;
      const at = [...path, "setsockopt", "value"];
      const read: OptionValue | null = this.#reader.read(valueOf(option), value, at);
      return read === null ? null : { do: "setsockopt", on, option, value: read };
    }
    if (form.getsockopt !== undefined) {
      return { do: "getsockopt", on: form.getsockopt.on, option: form.getsockopt.option };
    }
    return this.#flow(form, path);
  }

  /** The steps that are no calls on sockets, poll and ioctl. */
  #flow(form: StepForm, path: Path): Step | null {
    if (form.ioctl !== undefined) {
      return { do: "ioctl", on: form.ioctl.on, request: form.ioctl.request };
    }
    if (form.poll !== undefined) {
      const { on, timeout = NEVER } = form.poll;
      return { do: "poll", on, events: [...new Set(form.poll.for)], timeout };
    }
    if (typeof form.sleep === "number") return { do: "sleep", time: form.sleep };
    if (form.sleep !== undefined) return { do: "sleep-until", at: form.sleep.until };
    if (form.thread !== undefined) {
      const steps = this.write(form.thread.steps, [...path, "thread", "steps"]);
      return { do: "thread", as: form.thread.as, steps };
    }
    if (form.join !== undefined) return { do: "join", thread: form.join };
    if (form.loop !== undefined) {
      const times = form.loop.times === "forever" ? Infinity : form.loop.times;
      const steps = this.write(form.loop.steps, [...path, "loop", "steps"]);
      return { do: "loop", times, untilError: form.loop.until === "error", steps };
    }
    if (form.serve !== undefined) {
      const { on, as } = form.serve;
      return {
        do: "serve",
        on,
        as,
        steps: this.write(form.serve.steps, [...path, "serve", "steps"]),
      };
    }
    return form.exit === undefined ? null : { do: "exit", code: form.exit };
  }

  #listen(form: NonNullable<StepForm["listen"]>, path: Path): Step | null {
    if (!this.#oneOf(form, ["as", "on"], path)) return null;
    const { on = "", as = "", port, backlog = DEFAULT_BACKLOG } = form;
    if (as !== "" && port === undefined) {
      const message = "is missing: a new socket listens on a port, such as 80";
      this.#reader.mistakes.atValue([...path, "port"], message);
      return null;
    }
    for (const key of ["port", "address"] as const) {
      if (on === "" || form[key] === undefined) continue;
      const message = `must not stand beside on: bind gives "${on}" its ${key}`;
      this.#reader.mistakes.atKey([...path, key], message);
      return null;
    }
    return { do: "listen", on, as, address: addressText(form.address), port: port ?? 0, backlog };
  }

  #connect(form: NonNullable<StepForm["connect"]>, path: Path): Step | null {
    const named = this.#oneOf(form, ["as", "on"], path);
    const host = this.#target(form.to, [...path, "to"]);
    if (!named || host === null) return null;
    const { on = "", as = "", from = 0, nonblocking = false } = form;
    return { do: "connect", on, as, host, port: portOf(form.to), from, nonblocking };
  }

  /** The host of "server:80", or the address that it stands for. */
  #target(text: string, path: Path): string | null {
    const { mistakes } = this.#reader;
    const [target = ""] = text.split(":");
    const port = portOf(text);
    if (port < 1 || port > 65_535) {
      mistakes.atValue(path, `must have a port from 1 to 65535: it is ${show(text)}`);
      return null;
    }
    if (isAddress(target)) {
      if (!isLoopback(parseIpv4(target))) return target;
      mistakes.atValue(path, `must be an address of a host: it is ${show(target)}, ${NO_LOOPBACK}`);
      return null;
    }
    const [host = "", nic] = target.split(".");
    const nics = this.#addresses.get(host);
    if (nics === undefined) {
      mistakes.unknownName(path, "host", host, [...this.#addresses.keys()]);
      return null;
    }
    if (nic === undefined || nics === null) return host;
    const address = nics.get(nic);
    if (address !== undefined && target === `${host}.${nic}`) return formatIpv4(address);
    mistakes.unknownName(path, "NIC", target, [...nics.keys()].map((nic) => `${host}.${nic}`));
    return null;
  }

  #send(form: NonNullable<StepForm["send"]>, path: Path): Step | null {
    if (!this.#oneOf(form, ["bytes", "text"], path)) return null;
    const { on, text = "", oob, more } = form;
    const hasBoth = oob !== undefined && more !== undefined;
    if (hasBoth && !this.#oneOf(form, ["oob", "more"], path)) return null;
    const bytes = form.bytes ?? new TextEncoder().encode(text).length;
    return { do: oob ? "send-oob" : more ? "send-more" : "send", on, bytes, text };
  }

  #recv(form: NonNullable<StepForm["recv"]>, path: Path): Step | null {
    const { on, max, bytes, until } = form;
    const ways = ["max", "bytes", "until"] as const;
    if (form.oob === true) return this.#recvUrgent(form, path);
    if (form.overlapped !== undefined) return this.#recvOverlapped(form, form.overlapped, path);
    if (ways.some((way) => form[way] !== undefined) && !this.#oneOf(form, ways, path)) return null;
    const amount: RecvAmount = until !== undefined
      ? { kind: "eof" }
      : bytes !== undefined
      ? { kind: "exactly", bytes }
      : { kind: "once", max: max ?? DEFAULT_MAX };
    return { do: "recv", on, amount };
  }

  #recvOverlapped(
    form: NonNullable<StepForm["recv"]>,
    as: string,
    path: Path,
  ): Step | null {
    for (const key of ["bytes", "until"] as const) {
      if (form[key] === undefined) continue;
      const message = "must not stand beside overlapped: that takes what comes first, up to max";
      this.#reader.mistakes.atKey([...path, key], message);
      return null;
    }
    return { do: "recv-overlapped", on: form.on, as, max: form.max ?? DEFAULT_MAX };
  }

  #recvUrgent(form: NonNullable<StepForm["recv"]>, path: Path): Step | null {
    for (const key of ["max", "bytes", "until", "overlapped"] as const) {
      if (form[key] === undefined) continue;
      const message = "must not stand beside oob: there is one octet out of band";
      this.#reader.mistakes.atKey([...path, key], message);
      return null;
    }
    return { do: "recv-oob", on: form.on };
  }

  /** Notes it where a map has none of these keys, or more than one. */
  #oneOf<K extends string>(
    form: { [key in K]?: unknown },
    keys: readonly K[],
    path: Path,
  ): boolean {
    const found = keys.filter((key) => form[key] !== undefined);
    if (found.length === 1) return true;
    const has = found.length === 0 ? "it has neither" : `it has ${found.join(" and ")}`;
    this.#reader.mistakes.atValue(path, `must have ${keys.join(" or ")}, and only one: ${has}`);
    return false;
  }
}

function addressText(address: number | undefined): string {
  return address === undefined ? ANY_ADDRESS : formatIpv4(address);
}

function portOf(target: string): number {
  return Number(target.split(":")[1]);
}

function isAddress(text: string): boolean {
  try {
    parseIpv4(text);
    return true;
  } catch {
    return false;
  }
}
