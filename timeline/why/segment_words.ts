import type { RecordOf } from "./past.ts";

/** A segment or an ICMP message in a few words: "FIN,ACK seq=101 ack=201 len=0". */
export function segmentJsonText({ tcp, icmp, corrupted }: RecordOf<"segment">): string {
  const flaw = corrupted ? " (corrupted)" : "";
  if (tcp === null) return `ICMP type ${icmp?.type ?? 0} code ${icmp?.code ?? 0}${flaw}`;
  const flags = tcp.flags.length === 0 ? "no flags" : tcp.flags.join();
  const ack = tcp.flags.includes("ACK") ? ` ack=${tcp.relativeAck ?? tcp.ack}` : "";
  return `${flags} seq=${tcp.relativeSeq ?? tcp.seq}${ack} len=${tcp.dataLength}${flaw}`;
}
