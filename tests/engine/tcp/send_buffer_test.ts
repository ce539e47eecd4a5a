import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { BytesView, SendBuffer } from "../../../engine/tcp/send_buffer.ts";

/** Bytes that tell their place in the stream. */
function pattern(length: number, from = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (from + i) * 7 & 0xff);
}

function shown(buffer: SendBuffer, offset: number, length: number): Uint8Array {
  const view = new BytesView();
  buffer.view(offset, length, view);
  strictEqual(view.length, length);
  return view.data.subarray(view.start, view.start + view.length);
}

Deno.test("SendBuffer counts what it holds and what fits", () => {
  const buffer = new SendBuffer(10);
  strictEqual(buffer.free, 10);
  buffer.append(pattern(8), 2, 6);
  strictEqual(buffer.length, 6);
  strictEqual(buffer.free, 4);
  buffer.release(5);
  strictEqual(buffer.length, 1);
  strictEqual(buffer.free, 9);
});

Deno.test("SendBuffer may hold more than its capacity, nothing fits then", () => {
  const buffer = new SendBuffer(10);
  buffer.append(pattern(50), 0, 50);
  strictEqual(buffer.length, 50);
  strictEqual(buffer.free, 0);
});

Deno.test("SendBuffer shows bytes in place where they lie in one chunk", () => {
  const chunk = pattern(100);
  const buffer = new SendBuffer(1000);
  buffer.append(pattern(10), 0, 10);
  buffer.append(chunk, 20, 50);
  const view = new BytesView();
  buffer.view(15, 30, view);
  strictEqual(view.data, chunk);
  strictEqual(view.start, 25);
  strictEqual(view.length, 30);
});

Deno.test("SendBuffer copies no more than a view that crosses chunks", () => {
  const buffer = new SendBuffer(1000);
  buffer.append(pattern(10), 0, 10);
  buffer.append(pattern(10, 10), 0, 10);
  buffer.append(pattern(10, 20), 0, 10);
  const view = new BytesView();
  buffer.view(8, 14, view);
  strictEqual(view.data.length, 14);
  deepStrictEqual(view.data, pattern(14, 8));
});

Deno.test("SendBuffer joins chunks that continue each other in one array", () => {
  const whole = pattern(30);
  const buffer = new SendBuffer(1000);
  buffer.append(whole, 0, 10);
  buffer.append(whole, 10, 20);
  const view = new BytesView();
  buffer.view(5, 20, view);
  strictEqual(view.data, whole);
});

Deno.test("SendBuffer shows an empty view anywhere, also at its end", () => {
  const buffer = new SendBuffer(10);
  strictEqual(shown(buffer, 0, 0).length, 0);
  buffer.append(pattern(3), 0, 3);
  strictEqual(shown(buffer, 3, 0).length, 0);
});

Deno.test("SendBuffer forgets everything and goes on", () => {
  const buffer = new SendBuffer(10);
  buffer.append(pattern(3), 0, 3);
  buffer.clear();
  strictEqual(buffer.length, 0);
  buffer.append(pattern(4), 1, 3);
  deepStrictEqual(shown(buffer, 0, 3), pattern(3, 1));
});

Deno.test("SendBuffer refuses to show or release what it does not hold", () => {
  const buffer = new SendBuffer(10);
  buffer.append(pattern(3), 0, 3);
  throws(() => buffer.view(2, 2, new BytesView()), { name: "InvariantError" });
  throws(() => buffer.release(4), { name: "InvariantError" });
});

Deno.test("SendBuffer shows what was appended, however it is cut, released and read", () => {
  const command = fc.oneof(
    fc.record({ do: fc.constant("append" as const), length: fc.nat(40) }),
    fc.record({ do: fc.constant("release" as const), length: fc.nat(60) }),
    fc.record({ do: fc.constant("view" as const), at: fc.nat(200), length: fc.nat(60) }),
  );
  fc.assert(fc.property(fc.array(command, { maxLength: 120 }), (commands) => {
    const buffer = new SendBuffer(1 << 20);
    let front = 0;
    let end = 0;
    for (const step of commands) {
      const held = end - front;
      if (step.do === "append") {
        buffer.append(pattern(step.length + 6, end - 3), 3, step.length);
        end += step.length;
      } else if (step.do === "release") {
        const count = Math.min(step.length, held);
        buffer.release(count);
        front += count;
      } else {
        const at = Math.min(step.at, held);
        const length = Math.min(step.length, held - at);
        deepStrictEqual([...shown(buffer, at, length)], [...pattern(length, front + at)]);
      }
      strictEqual(buffer.length, end - front);
    }
  }));
});

Deno.test("SendBuffer sends 100,000 chunks of one byte in segments, again and again", () => {
  const buffer = new SendBuffer(1 << 20);
  const bytes = pattern(100_000);
  for (let i = 0; i < 100_000; i++) buffer.append(Uint8Array.of(bytes[i]!), 0, 1);
  let sent = 0;
  while (buffer.length > 0) {
    const length = Math.min(1460, buffer.length);
    const flight = Math.min(14_600, buffer.length - length);
    shown(buffer, flight, length); // ahead, then the oldest again
    deepStrictEqual(shown(buffer, 0, length), bytes.slice(sent, sent + length));
    buffer.release(length);
    sent += length;
  }
  strictEqual(sent, 100_000);
});

Deno.test("SendBuffer sends 100 MB of one chunk without a copy", () => {
  const chunk = new Uint8Array(100_000_000);
  const buffer = new SendBuffer(200_000_000);
  buffer.append(chunk, 0, chunk.length);
  const view = new BytesView();
  for (let sent = 0; sent + 1460 <= chunk.length; sent += 1460) {
    buffer.view(0, 1460, view);
    if (view.data !== chunk || view.start !== sent) throw new Error(`copied at ${sent}`);
    buffer.release(1460);
  }
  strictEqual(buffer.length, 100_000_000 % 1460);
});
