/** What a process of a program has names for. */
export class ProcessNames {
  /** Sockets that steps make. */
  readonly sockets: Set<string> = new Set();
  readonly threads: Set<string> = new Set();
  /** The calls that its steps make. */
  readonly calls: Set<string> = new Set();
  /** Whether a step of it could not be read, so that it may have more names. */
  broken = false;
}

/** What a host has names for. */
export class HostNames {
  /** "" where it could not be read. */
  readonly os: string;
  /** null where they could not be read. */
  readonly nics: readonly string[] | null;
  readonly processes: Map<string, ProcessNames> = new Map();

  /** Whether it passes on packets; what could not be read may do so. */
  readonly forwards: boolean;

  constructor(os: string, nics: readonly string[] | null, forwards: boolean) {
    this.os = os;
    this.nics = nics;
    this.forwards = forwards;
  }

  /** The names of its sockets, over all processes. */
  get sockets(): string[] {
    return [...new Set([...this.processes.values()].flatMap((process) => [...process.sockets]))];
  }
}

/** The names that a topology defines. */
export class Names {
  readonly hosts: Map<string, HostNames> = new Map();
  readonly switches: Set<string> = new Set();
  readonly links: Map<string, readonly string[]> = new Map();
  /** NICs, as "client.eth0", that say nothing of their MTU. */
  readonly nicsWithoutMtu: Set<string> = new Set();
  /** Whether `--set` gave a host another system than its file was written for. */
  hasOtherSystems = false;
}
