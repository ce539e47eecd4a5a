import type { Reader } from "../reader.ts";
import { recordSchema } from "../schema/record.ts";
import type { RecordSpec } from "../topology.ts";
import type { Names } from "./names.ts";

/** Reads what is recorded beside what always is. */
export function readRecord(reader: Reader, value: unknown, names: Names): RecordSpec {
  const form = value === undefined ? null : reader.read(recordSchema, value, ["record"]);
  const tcp = form?.tcp ?? false;
  const hosts = [...names.hosts.keys()];
  if (typeof tcp === "boolean") return { tcp: tcp ? hosts : [] };
  tcp.forEach((host, i) => {
    if (!names.hosts.has(host)) {
      reader.mistakes.unknownName(["record", "tcp", i], "host", host, hosts);
    }
  });
  return { tcp };
}
