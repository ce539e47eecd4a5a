import type {
  CallRecord,
  ConnectionInfo,
  RecordBody,
  SegmentRecord,
  TcpRecord,
} from "../nodes/records.ts";
import { digestPacket } from "./digest_packet.ts";
import type { DigestWriter } from "./digest_writer.ts";
import type { RecordForm } from "./record_forms.ts";

/** Writes every field of a record's body in a fixed order, whatever the order of its keys. */
export function digestBody(out: DigestWriter, body: RecordBody): void {
  out.text(body.kind);
  switch (body.kind) {
    case "segment":
      return digestSegmentRecord(out, body);
    case "state":
      out.number(body.connection);
      return texts(out, body.host, body.from, body.to, body.rule);
    case "timer":
      out.number(body.connection);
      out.number(body.deadline);
      return digestForm(out, body);
    case "tcp":
      return digestTcp(out, body);
    case "call":
      return digestCall(out, body);
    case "process":
      return texts(out, body.event, body.host, body.process, body.thread, body.note);
    case "fault":
      return texts(out, body.event, body.target, body.host, body.note);
    case "link":
      out.number(body.lost);
      return texts(out, body.event, body.link);
    case "nic":
      return texts(out, body.event, body.host, body.nic, body.note);
    case "host":
      return texts(out, body.event, body.host, body.note);
  }
}

/** Writes what a record of a segment or timer has in common with others, behind its numbers. */
export function digestForm(out: DigestWriter, form: RecordForm): void {
  if (form.kind === "timer") return texts(out, form.event, form.host, form.timer);
  out.boolean(form.corrupted);
  texts(out, form.event, form.host, form.nic, form.link, form.note);
}

/** Writes who a connection's end is. */
export function digestConnection(out: DigestWriter, info: ConnectionInfo): void {
  texts(out, info.host, info.name);
  out.int32(info.localAddress);
  out.int32(info.localPort);
  out.int32(info.remoteAddress);
  out.int32(info.remotePort);
  out.int32(info.iss);
  out.int32(info.irs);
}

function digestSegmentRecord(out: DigestWriter, body: SegmentRecord): void {
  out.number(body.connection);
  out.number(body.sent);
  digestForm(out, body);
  digestPacket(out, body.packet);
}

function digestTcp(out: DigestWriter, body: TcpRecord): void {
  out.number(body.connection);
  texts(out, body.host, body.congestionState);
  out.number(body.cwnd);
  out.number(body.ssthresh);
  out.number(body.pipe);
  out.number(body.srtt);
  out.number(body.rttvar);
  out.number(body.rto);
}

function digestCall(out: DigestWriter, body: CallRecord): void {
  out.number(body.connection);
  texts(out, body.event, body.host, body.process, body.thread, body.call, body.socket);
  const names = Object.keys(body.args).sort();
  out.int32(names.length);
  for (const name of names) texts(out, name, typeof body.args[name], String(body.args[name]));
  out.boolean(body.result !== null);
  if (body.result === null) return;
  out.number(body.result.value);
  out.number(body.result.code);
  out.number(body.result.bytes);
  out.text(body.result.error);
}

function texts(out: DigestWriter, ...values: string[]): void {
  for (const value of values) out.text(value);
}
