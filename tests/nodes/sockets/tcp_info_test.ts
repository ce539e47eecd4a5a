import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ms } from "../../../engine/base/time.ts";
import type { CallRecord } from "../../../nodes/records.ts";
import type { Step } from "../../../nodes/programs/step.ts";
import { SocketLab } from "../../support/socket_lab.ts";

const LISTEN: Step = { do: "listen", on: "", as: "door", address: "", port: 80, backlog: 10 };
const ACCEPT: Step = { do: "accept", on: "door", as: "conn" };
const RECV: Step = { do: "recv", on: "conn", amount: { kind: "eof" } };
const CONNECT: Step = {
  do: "connect",
  on: "",
  as: "conn",
  host: "server",
  port: 80,
  from: 0,
  nonblocking: false,
};
const SEND: Step = { do: "send", on: "conn", bytes: 100, text: "" };
const ask = (on: string, option = "TCP_INFO"): Step => ({ do: "getsockopt", on, option });
const sleep = (time: number): Step => ({ do: "sleep", time });

/** What each asking call of a host gave: its name, result, and fields. */
function reports(lab: SocketLab, host: string): CallRecord[] {
  const found: CallRecord[] = [];
  for (const record of lab.recorder.records) {
    if (record.kind !== "call" || record.host !== host || record.result === null) continue;
    if (String(record.args["option"]).endsWith("TCP_INFO")) found.push(record);
  }
  return found;
}

/** Client and server of a system, of which the client asks after 100 bytes arrived. */
function asked(os: string, option = "TCP_INFO"): CallRecord {
  const lab = new SocketLab(os);
  lab.steps(lab.server, [LISTEN, ACCEPT, RECV]);
  lab.steps(lab.client, [CONNECT, SEND, sleep(ms(100)), ask("conn", option), sleep(ms(100))]);
  lab.run(ms(150));
  const [report] = reports(lab, "client");
  ok(report !== undefined);
  return report;
}

Deno.test("getsockopt(TCP_INFO) gives 0, and the fields of struct tcp_info to the record (Linux)", () => {
  const { call, result, args } = asked("linux");
  deepStrictEqual([call, result?.value, result?.error], ["getsockopt", 0, ""]);
  const { tcpi_state, tcpi_rtt, tcpi_bytes_acked, tcpi_snd_mss, tcpi_unacked } = args;
  // The SYN counts among bytes_acked of who connects (S: tcp_snd_una_update).
  deepStrictEqual(
    { tcpi_state, tcpi_rtt, tcpi_bytes_acked, tcpi_snd_mss, tcpi_unacked },
    { tcpi_state: 1, tcpi_rtt: 20_000, tcpi_bytes_acked: 101, tcpi_snd_mss: 1448, tcpi_unacked: 0 },
  );
});

Deno.test("TCP_INFO of an accepted connection counts from the ACK of its SYN on (Linux)", () => {
  const lab = new SocketLab("linux");
  lab.steps(lab.server, [LISTEN, ACCEPT, sleep(ms(100)), ask("conn"), sleep(ms(100))]);
  lab.steps(lab.client, [CONNECT, SEND, sleep(ms(500))]);
  lab.run(ms(200));
  const args = reports(lab, "server")[0]?.args ?? {};
  const { tcpi_segs_in, tcpi_data_segs_in, tcpi_bytes_received, tcpi_bytes_acked } = args;
  deepStrictEqual(
    { tcpi_segs_in, tcpi_data_segs_in, tcpi_bytes_received, tcpi_bytes_acked },
    { tcpi_segs_in: 2, tcpi_data_segs_in: 1, tcpi_bytes_received: 100, tcpi_bytes_acked: 0 },
  );
});

Deno.test("TCP_INFO of a listener: what waits, and the backlog (Linux)", () => {
  const lab = new SocketLab("linux");
  lab.steps(lab.server, [LISTEN, sleep(ms(100)), ask("door")]);
  lab.steps(lab.client, [CONNECT, sleep(ms(500))]);
  lab.run(ms(200));
  deepStrictEqual(reports(lab, "server")[0]?.args, {
    option: "TCP_INFO",
    tcpi_state: 10,
    tcpi_unacked: 1,
    tcpi_sacked: 10,
  });
});

Deno.test("the same by its name on Windows: WSAIoctl with SIO_TCP_INFO", () => {
  for (const option of ["TCP_INFO", "SIO_TCP_INFO"]) {
    const { call, result, args } = asked("windows", option);
    deepStrictEqual([call, result?.value, args["option"]], ["WSAIoctl", 0, "SIO_TCP_INFO"]);
    // 20 ms, then 60 with a delayed ACK: (7 * 20 + 60) / 8
    deepStrictEqual([args["State"], args["BytesOut"], args["RttUs"]], [4, 100, 25_000]);
  }
});

Deno.test("TCP_INFO of FreeBSD: its states, windows in bytes, ECONNRESET once the connection is gone", () => {
  const { call, args } = asked("freebsd");
  deepStrictEqual([call, args["tcpi_state"], args["tcpi_rtt"]], ["getsockopt", 4, 25_000]);
  const lab = new SocketLab("freebsd");
  lab.steps(lab.client, [{ do: "socket", as: "conn" }, ask("conn"), {
    ...CONNECT,
    on: "conn",
    as: "",
  }, ask("conn")]);
  lab.run(ms(150));
  const [fresh, ended] = reports(lab, "client");
  deepStrictEqual(fresh?.args, { option: "TCP_INFO", tcpi_state: 0 });
  strictEqual(ended?.result?.error, "ECONNRESET"); // it was refused
});

Deno.test("TCP_INFO cannot be set", () => {
  const lab = new SocketLab("linux");
  lab.steps(lab.client, [
    { do: "socket", as: "conn" },
    { do: "setsockopt", on: "conn", option: "TCP_INFO", value: 1 },
  ]);
  lab.run(ms(10));
  deepStrictEqual(lab.returns(lab.client, "setsockopt"), ["setsockopt -1 ENOPROTOOPT 92"]);
});
