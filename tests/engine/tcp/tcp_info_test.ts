import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { freebsdTcpInfo, type TcpInfo, tcpInfo, windowsTcpInfo } from "../../../engine/tcp/mod.ts";
import { established, TcpScript } from "../../support/tcp_script.ts";

/** Without loss probes, which would come at once where the handshake takes no time. */
const LINUX = {
  profile: "linux",
  sack: true,
  mss: 1000,
  knobs: { congestion: "reno", lossRecovery: "sack" },
} as const;

/** These fields of a report. */
function fieldsOf(info: TcpInfo, names: string): Record<string, number | undefined> {
  return Object.fromEntries(names.split(" ").map((name) => [name, info[name]]));
}

/** What TCP_INFO of Linux tells now. */
function infoOf(t: TcpScript): TcpInfo {
  return tcpInfo(t.connection.tcb, t.now);
}

Deno.test("TCP_INFO of a fresh connection: state 1, ten segments of window, no threshold (Linux tcp_get_info)", () => {
  const t = established(LINUX);
  const info = infoOf(t);
  deepStrictEqual(
    fieldsOf(info, "tcpi_state tcpi_ca_state tcpi_snd_mss tcpi_snd_cwnd tcpi_snd_ssthresh"),
    {
      tcpi_state: 1,
      tcpi_ca_state: 0,
      tcpi_snd_mss: 1000,
      tcpi_snd_cwnd: 10,
      tcpi_snd_ssthresh: 2 ** 31 - 1,
    },
  );
  strictEqual(info["tcpi_options"], 2); // SACK alone: the peer offers neither timestamps nor scaling
  strictEqual(info["tcpi_delivered"], 1); // the SYN
});

Deno.test("TCP_INFO counts segments and bytes of both directions, each once", () => {
  const t = established(LINUX);
  const before = infoOf(t);
  t.send(2500);
  t.handOut();
  t.peer("ACK seq=5001 ack=3501 len=300");
  const info = infoOf(t);
  const grown = (name: string): number => info[name]! - before[name]!;
  deepStrictEqual(
    ["tcpi_data_segs_out", "tcpi_bytes_sent", "tcpi_bytes_acked", "tcpi_delivered"].map(grown),
    [3, 2500, 2500, 3],
  );
  deepStrictEqual(["tcpi_data_segs_in", "tcpi_bytes_received", "tcpi_segs_in"].map(grown), [
    1,
    300,
    1,
  ]);
  strictEqual(info["tcpi_bytes_retrans"], 0);
  t.handOut();
});

Deno.test("TCP_INFO tells what is out, SACKed, lost and sent again, in segments", () => {
  const t = established(LINUX);
  t.send(5000);
  t.handOut();
  strictEqual(infoOf(t)["tcpi_unacked"], 5);
  t.after(ms(10));
  t.peer("ACK seq=5001 ack=1001 sack=2001-5001");
  const info = infoOf(t);
  deepStrictEqual(
    fieldsOf(
      info,
      "tcpi_unacked tcpi_sacked tcpi_lost tcpi_retrans tcpi_total_retrans tcpi_ca_state",
    ),
    {
      tcpi_unacked: 5,
      tcpi_sacked: 3,
      tcpi_lost: 1,
      tcpi_retrans: 1,
      tcpi_total_retrans: 1,
      tcpi_ca_state: 3,
    },
  );
  strictEqual(info["tcpi_bytes_retrans"], 1000);
  strictEqual(info["tcpi_delivered"], 1 + 3);
  t.handOut();
});

Deno.test("TCP_INFO gives times in microseconds, and ages in milliseconds", () => {
  const t = established(LINUX);
  t.send(1000);
  t.handOut();
  t.after(ms(40));
  t.peer("ACK seq=5001 ack=2001");
  const info = infoOf(t);
  strictEqual(info["tcpi_rtt"], Math.floor(t.connection.tcb.rtt.srtt / 1000));
  strictEqual(info["tcpi_rto"], Math.floor(t.connection.tcb.rtt.rto / 1000));
  strictEqual(info["tcpi_busy_time"], 40_000);
  t.after(seconds(2));
  strictEqual(infoOf(t)["tcpi_last_data_sent"], 2040);
  strictEqual(infoOf(t)["tcpi_last_ack_recv"], 2000);
  strictEqual(infoOf(t)["tcpi_busy_time"], 40_000);
});

Deno.test("TCP_INFO after a timeout: Loss, one segment of window, the RTO backed off", () => {
  const t = established({ ...LINUX, sack: false });
  const { rto } = t.connection.tcb.rtt;
  t.send(3000);
  t.handOut();
  t.after(rto);
  const info = infoOf(t);
  deepStrictEqual(
    fieldsOf(info, "tcpi_ca_state tcpi_retransmits tcpi_backoff tcpi_snd_cwnd tcpi_rto"),
    {
      tcpi_ca_state: 4,
      tcpi_retransmits: 1,
      tcpi_backoff: 1,
      tcpi_snd_cwnd: 1,
      tcpi_rto: 2 * Math.floor(rto / 1000),
    },
  );
  strictEqual(
    info["tcpi_snd_ssthresh"],
    5,
    "half of the window of ten, as tcp_reno_ssthresh has it",
  );
  t.handOut();
});

Deno.test("TCP_INFO tells how long the peer's window held the sender back", () => {
  const t = established({ ...LINUX, window: 2000 });
  t.send(5000);
  t.handOut();
  t.after(ms(30));
  t.peer("ACK seq=5001 ack=3001 win=60000");
  t.handOut();
  t.after(ms(20));
  t.peer("ACK seq=5001 ack=6001 win=60000");
  const info = infoOf(t);
  deepStrictEqual(
    fieldsOf(info, "tcpi_rwnd_limited tcpi_busy_time tcpi_notsent_bytes tcpi_snd_wnd"),
    {
      tcpi_rwnd_limited: 30_000,
      tcpi_busy_time: 50_000,
      tcpi_notsent_bytes: 0,
      tcpi_snd_wnd: 60_000,
    },
  );
});

Deno.test("TCP_INFO tells how far a segment was overtaken", () => {
  const t = established(LINUX);
  t.send(5000);
  t.handOut();
  t.peer("ACK seq=5001 ack=1001 sack=2001-3001");
  t.peer("ACK seq=5001 ack=3001");
  const info = infoOf(t);
  deepStrictEqual(fieldsOf(info, "tcpi_reord_seen tcpi_reordering"), {
    tcpi_reord_seen: 1,
    tcpi_reordering: 3,
  });
});

Deno.test("TCP_INFO of FreeBSD: its own state numbers, and windows in bytes (S: tcp_fill_info)", () => {
  const t = established({ profile: "freebsd", mss: 1000, knobs: { congestion: "reno" } });
  t.send(1000);
  t.handOut();
  const { tcb } = t.connection;
  const info = freebsdTcpInfo(tcb, t.now);
  strictEqual(info["tcpi_state"], 4);
  strictEqual(info["tcpi_snd_cwnd"], tcb.congestion.cwnd);
  strictEqual(info["tcpi_snd_nxt"], 2001);
  strictEqual(info["tcpi_snd_una"], 1001);
  t.peer("FIN,ACK seq=5001 ack=2001");
  strictEqual(freebsdTcpInfo(tcb, t.now)["tcpi_state"], 5); // CLOSE_WAIT
  t.handOut();
});

Deno.test("SIO_TCP_INFO of Windows: bytes in flight, sent and sent again, and times (V: TCP_INFO_v0)", () => {
  const t = established({ profile: "windows", mss: 1000 });
  t.send(3000);
  t.handOut();
  const info = windowsTcpInfo(t.connection.tcb, t.now);
  deepStrictEqual(fieldsOf(info, "State BytesInFlight BytesOut BytesRetrans TimeoutEpisodes"), {
    State: 4,
    BytesInFlight: 3000,
    BytesOut: 3000,
    BytesRetrans: 0,
    TimeoutEpisodes: 0,
  });
  t.after(t.connection.tcb.rtt.rto);
  const later = windowsTcpInfo(t.connection.tcb, t.now);
  strictEqual(later["TimeoutEpisodes"], 1);
  strictEqual(later["BytesRetrans"], 1000);
  strictEqual(later["SndLimTimeCwnd"]! + later["SndLimTimeSnd"]!, later["ConnectionTimeMs"]);
  t.handOut();
});

Deno.test("TCP_INFO says CWR while the window shrinks for ECE, then Open (V: enum tcp_ca_state)", () => {
  const t = new TcpScript({ knobs: { ecn: "active" } }).open().expect("SYN,ECE,CWR seq=+0")
    .peer("SYN,ACK,ECE seq=+0 ack=+1 mss=1000").expect("ACK seq=+1 ack=+1").handOut();
  t.send(2000);
  t.handOut();
  strictEqual(infoOf(t)["tcpi_options"], 8);
  t.peer("ACK,ECE seq=+1 ack=+1001");
  strictEqual(infoOf(t)["tcpi_ca_state"], 2);
  t.peer("ACK seq=+1 ack=+2001");
  strictEqual(infoOf(t)["tcpi_ca_state"], 0);
  t.handOut();
});
