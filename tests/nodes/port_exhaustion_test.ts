import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Rng } from "../../engine/base/rng.ts";
import { seconds, us } from "../../engine/base/time.ts";
import { Simulator } from "../../engine/sim/mod.ts";
import { profileByName, State, withOverrides } from "../../engine/tcp/mod.ts";
import { parseIpv4 } from "../../engine/wire/mod.ts";
import { Cable, symmetric } from "../../nodes/cable.ts";
import { Host } from "../../nodes/host.ts";
import { Network } from "../../nodes/network.ts";
import { NIC_DEFAULTS } from "../../nodes/nic.ts";

const SERVER = parseIpv4("10.0.0.2");

/** A client that connects and closes `times` times, or until it cannot, without a recorder. */
function callAgainAndAgain(
  os: string,
  times: number,
  knobs: Readonly<Record<string, unknown>> = {},
): { connected: number; error: string; timeWait: number } {
  const network = new Network(new Simulator(), new Rng(1), null);
  const host = (name: string, address: string): Host => {
    const profile = withOverrides(profileByName(os), knobs);
    const made = new Host(network, { name, profile, forward: false });
    made.addNic({ ...NIC_DEFAULTS, name: "eth0", address: parseIpv4(address), prefixLength: 24 });
    return made;
  };
  const client = host("client", "10.0.0.1");
  const server = host("server", "10.0.0.2");
  const [first] = client.interfaces.nics;
  const [second] = server.interfaces.nics;
  new Cable(network, "cable", first!, second!, symmetric({ latency: us(10) }));
  server.processes.run({
    name: "web",
    sigpipe: "ignore",
    *main(os) {
      const door = yield* os.socket("door");
      yield* os.bind(door, 0, 80);
      yield* os.listen(door, 100);
      while (true) {
        const { value } = yield* os.accept(door, "conn");
        yield* os.recv(value, 100);
        yield* os.close(value);
      }
    },
  });
  const found = { connected: 0, error: "", timeWait: 0 };
  client.processes.run({
    name: "app",
    sigpipe: "ignore",
    *main(os) {
      while (found.connected < times && found.error === "") {
        const handle = yield* os.socket("conn");
        found.error = (yield* os.connect(handle, SERVER, 80)).error;
        if (found.error === "") found.connected++;
        yield* os.close(handle);
      }
    },
  });
  const { sim } = network;
  while (sim.nextAt < seconds(30)) sim.step();
  found.timeWait =
    client.endpoint.connections().filter(({ state }) => state === State.TimeWait).length;
  return found;
}

Deno.test("linux: the 28,233rd connection to one server finds no port: EADDRNOTAVAIL [seen, 16; RFC 6056 3.3.1]", () => {
  const found = callAgainAndAgain("linux", 30_000);
  deepStrictEqual(found, { connected: 28_232, error: "EADDRNOTAVAIL", timeWait: 28_232 });
});

const FEW = { ephemeralFirst: 50_000, ephemeralLast: 50_099 };
const EXHAUSTED = { freebsd: "EADDRNOTAVAIL", windows: "WSAENOBUFS", rfc9293: "EADDRNOTAVAIL" };

for (const [system, error] of Object.entries(EXHAUSTED)) {
  Deno.test(`${system}: where no ephemeral port is left: ${error} [os-profiles 3.4]`, () => {
    const found = callAgainAndAgain(system, 200, FEW);
    deepStrictEqual(found, { connected: 100, error, timeWait: 100 });
  });
}

Deno.test("linux: connections of 127.0.0.0/8 aside, tcp_tw_reuse frees ports by being 1 [ip-sysctl]", () => {
  const found = callAgainAndAgain("linux", 200, {
    ...FEW,
    timeWaitConnect: "timestamps",
    timeWaitConnectDelay: 0,
  });
  strictEqual(found.connected, 200);
});
