import { BinaryWriter } from "@bufbuild/protobuf/wire";
import type { Nanos } from "../../engine/base/time.ts";

/** A track of a trace: what it is called and what it stands under. */
export interface Track {
  /** Its number in the trace, from 1. */
  readonly uuid: number;
  readonly name: string;
  /** The uuid of the track that it stands under, 0 for none. */
  readonly parent: number;
  /** What it stands for beside being a track. */
  readonly role: TrackRole;
}

/** A host is a process of the trace, a thread of one of its processes a thread, a number a counter. */
export type TrackRole =
  | { readonly is: "plain" }
  | { readonly is: "process"; readonly pid: number }
  | { readonly is: "thread"; readonly pid: number; readonly tid: number }
  | { readonly is: "counter"; readonly unit: CounterUnit };

/** `CounterDescriptor.Unit` of Perfetto's counter_descriptor.proto. */
export const CounterUnit = { nanos: 1, count: 2, bytes: 3 } as const;
export type CounterUnit = typeof CounterUnit[keyof typeof CounterUnit];

/** What an event says beside its place and time. */
export interface EventText {
  readonly category: string;
  readonly name: string;
  readonly args: readonly (readonly [string, string | number | boolean])[];
  /** The flow that it belongs to, 0 for none. */
  readonly flow: number;
}

/** The wire types of protocol buffers. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;

/** `Trace.packet`, and the fields of `TracePacket` in trace_packet.proto. */
const PACKET = 1;
const Packet = { timestamp: 8, sequenceId: 10, trackEvent: 11, sequenceFlags: 13, descriptor: 60 };

/** The fields of `TrackDescriptor`, `ProcessDescriptor`, `ThreadDescriptor`, `CounterDescriptor`. */
const Descriptor = { uuid: 1, name: 2, process: 3, thread: 4, parent: 5, counter: 8 };
const Process = { pid: 1, name: 6 };
const Thread = { pid: 1, tid: 2, name: 5 };
const Counter = { unit: 3 };

/** The fields of `TrackEvent` in track_event.proto, and those of `DebugAnnotation`. */
const Event = { annotations: 4, type: 9, track: 11, category: 22, name: 23, value: 30, flow: 47 };
const Annotation = { bool: 2, int: 4, double: 5, text: 6, name: 10 };

/** `TrackEvent.Type`. */
const Type = { begin: 1, end: 2, instant: 3, counter: 4 };

/** `TracePacket.SequenceFlags`: what was said before on this sequence counts no more. */
const INCREMENTAL_STATE_CLEARED = 1;

/** All is written by one producer, in the order of time. */
const SEQUENCE = 1;

/** The head of the trace: it begins the one sequence of packets. */
export function headPacket(): Uint8Array {
  return packet((it) => it.tag(Packet.sequenceFlags, VARINT).uint32(INCREMENTAL_STATE_CLEARED));
}

/** Describes a track; it must come before its first event. */
export function trackPacket({ uuid, name, parent, role }: Track): Uint8Array {
  return packet((it) => {
    it.tag(Packet.descriptor, BYTES).fork();
    it.tag(Descriptor.uuid, VARINT).uint64(uuid);
    if (parent !== 0) it.tag(Descriptor.parent, VARINT).uint64(parent);
    it.tag(Descriptor.name, BYTES).string(name);
    writeRole(it, name, role);
    it.join();
  });
}

function writeRole(it: BinaryWriter, name: string, role: TrackRole): void {
  if (role.is === "process") {
    it.tag(Descriptor.process, BYTES).fork();
    it.tag(Process.pid, VARINT).int32(role.pid);
    it.tag(Process.name, BYTES).string(name).join();
  } else if (role.is === "thread") {
    it.tag(Descriptor.thread, BYTES).fork();
    it.tag(Thread.pid, VARINT).int32(role.pid);
    it.tag(Thread.tid, VARINT).int32(role.tid);
    it.tag(Thread.name, BYTES).string(name).join();
  } else if (role.is === "counter") {
    it.tag(Descriptor.counter, BYTES).fork();
    it.tag(Counter.unit, VARINT).int32(role.unit).join();
  }
}

/** A slice begins on a track; what it begins within ends after it. */
export function beginPacket(at: Nanos, track: number, text: EventText): Uint8Array {
  return eventPacket(at, track, Type.begin, text);
}

/** The innermost slice of a track ends; what is added here is added to the slice. */
export function endPacket(at: Nanos, track: number, text: EventText | null): Uint8Array {
  return eventPacket(at, track, Type.end, text);
}

/** Something that takes no time. */
export function instantPacket(at: Nanos, track: number, text: EventText): Uint8Array {
  return eventPacket(at, track, Type.instant, text);
}

/** A new value of a counter's track. */
export function counterPacket(at: Nanos, track: number, value: number): Uint8Array {
  return timed(at, (it) => {
    it.tag(Event.type, VARINT).int32(Type.counter);
    it.tag(Event.track, VARINT).uint64(track);
    it.tag(Event.value, VARINT).int64(value);
  });
}

function eventPacket(at: Nanos, track: number, type: number, text: EventText | null): Uint8Array {
  return timed(at, (it) => {
    it.tag(Event.type, VARINT).int32(type);
    it.tag(Event.track, VARINT).uint64(track);
    if (text === null) return;
    if (text.category !== "") it.tag(Event.category, BYTES).string(text.category);
    if (text.name !== "") it.tag(Event.name, BYTES).string(text.name);
    if (text.flow !== 0) it.tag(Event.flow, FIXED64).fixed64(text.flow);
    for (const [name, value] of text.args) writeAnnotation(it, name, value);
  });
}

function writeAnnotation(it: BinaryWriter, name: string, value: string | number | boolean): void {
  it.tag(Event.annotations, BYTES).fork();
  it.tag(Annotation.name, BYTES).string(name);
  if (typeof value === "string") it.tag(Annotation.text, BYTES).string(value);
  else if (typeof value === "boolean") it.tag(Annotation.bool, VARINT).bool(value);
  else if (Number.isSafeInteger(value)) it.tag(Annotation.int, VARINT).int64(value);
  else it.tag(Annotation.double, FIXED64).double(value);
  it.join();
}

function timed(at: Nanos, write: (it: BinaryWriter) => void): Uint8Array {
  return packet((it) => {
    it.tag(Packet.timestamp, VARINT).uint64(at);
    it.tag(Packet.trackEvent, BYTES).fork();
    write(it);
    it.join();
  });
}

function packet(write: (it: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(PACKET, BYTES).fork();
  writer.tag(Packet.sequenceId, VARINT).uint32(SEQUENCE);
  write(writer);
  return writer.join().finish();
}
