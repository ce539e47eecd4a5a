import { type Nanos, NEVER } from "../../engine/base/time.ts";
import type { ProcessSpec } from "../../nodes/programs/mod.ts";
import type { Path } from "../places.ts";
import type { Reader } from "../reader.ts";
import { headProgram, type ProgramHead } from "../schema/programs.ts";
import type { StepForm } from "../schema/steps.ts";
import type { HostSpec, ProgramSpec } from "../topology.ts";
import { timeText } from "../units.ts";
import { endlessLoops } from "./endless.ts";
import { type Names, ProcessNames } from "./names.ts";
import { overlappedSteps } from "./overlapped.ts";
import { readSteps } from "./repair.ts";
import { SocketNames } from "./socket_names.ts";
import { noteNames } from "./step_names.ts";
import { type Addresses, StepWriter } from "./steps.ts";

/** Reads the programs, when the hosts are known, and notes the names that they make. */
export function readPrograms(
  reader: Reader,
  value: unknown,
  names: Names,
  hosts: readonly HostSpec[],
  stop: Nanos,
): ProgramSpec[] {
  const writer = new StepWriter(reader, addressesOf(names, hosts));
  const programs: ProgramSpec[] = [];
  for (const [host, processes] of reader.entriesOf("the programs of a host", value, ["programs"])) {
    const hostPath = ["programs", host];
    const hostNames = names.hosts.get(host);
    if (hostNames === undefined) {
      reader.mistakes.unknownNameAsKey(hostPath, "host", host, [...names.hosts.keys()]);
    }
    for (const [name, program] of reader.entriesOf("programs", processes, hostPath)) {
      const processNames = new ProcessNames();
      hostNames?.processes.set(name, processNames);
      const programReader = new ProgramReader(
        reader,
        writer,
        [...hostPath, name],
        processNames,
        names.hasOtherSystems,
      );
      const process = programReader.read(name, program, hostNames?.os ?? "", stop);
      if (process !== null) programs.push({ host, process });
    }
  }
  return programs;
}

function addressesOf(names: Names, hosts: readonly HostSpec[]): Addresses {
  const addresses = new Map<string, ReadonlyMap<string, number> | null>();
  for (const name of names.hosts.keys()) addresses.set(name, null);
  for (const { name, nics } of hosts) {
    addresses.set(name, new Map(nics.map((nic) => [nic.name, nic.address])));
  }
  return addresses;
}

/** Reads the program of one process. */
class ProgramReader {
  #reader: Reader;
  #writer: StepWriter;
  #path: Path;
  #names: ProcessNames;
  #hasOtherSystems: boolean;

  constructor(
    reader: Reader,
    writer: StepWriter,
    path: Path,
    names: ProcessNames,
    hasOtherSystems: boolean,
  ) {
    this.#reader = reader;
    this.#writer = writer;
    this.#path = path;
    this.#names = names;
    this.#hasOtherSystems = hasOtherSystems;
  }

  read(name: string, program: unknown, os: string, stop: Nanos): ProcessSpec | null {
    const isLong = typeof program === "object" && program !== null && !Array.isArray(program);
    const head = isLong ? this.#reader.read(headProgram, program, this.#path) : {};
    const path = isLong ? [...this.#path, "steps"] : this.#path;
    const steps = isLong ? (program as { steps?: unknown }).steps : program;
    const forms = readSteps(this.#reader, steps, path, this.#names);
    if (forms === null) return null;
    noteNames(forms, this.#names, os);
    this.#check(forms, path, stop);
    if (os !== "windows" && os !== "" && !this.#hasOtherSystems) {
      this.#refuseOverlapped(forms, path);
    }
    const written = this.#writer.write(forms, path);
    return head === null ? null : this.#spec(name, head, written, stop);
  }

  #check(forms: readonly StepForm[], path: Path, stop: Nanos): void {
    const { mistakes } = this.#reader;
    const process = this.#path.slice(1).join(".");
    new SocketNames(mistakes, process, this.#names, forms).check(forms, path);
    if (stop !== NEVER) return;
    for (const loop of endlessLoops(forms, path)) {
      const rule = "never ends: give it a number of times, or the topology a stop";
      mistakes.atKey(loop, `${rule}, such as "stop: 10m"`);
    }
  }

  #refuseOverlapped(forms: readonly StepForm[], path: Path): void {
    for (const at of overlappedSteps(forms, path)) {
      const rule = "must stand in a program of a windows host: only Winsock has overlapped I/O";
      this.#reader.mistakes.atKey(at, rule);
    }
  }

  #spec(name: string, head: ProgramHead, steps: ProcessSpec["steps"], stop: Nanos): ProcessSpec {
    const { start = 0, sigpipe = "ignore" } = head;
    if (start > stop) {
      const rule = `must not be after the topology's stop, ${timeText(stop)}`;
      this.#reader.mistakes.atValue([...this.#path, "start"], `${rule}: it is ${timeText(start)}`);
    }
    return { name, startAt: start, sigpipe, steps };
  }
}
