import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  ackOptions,
  DecodeError,
  decodeOptions,
  encodeOptions,
  layoutInOrder,
  layoutOf,
  NO_OPTIONS,
  type OptionFields,
  OptionOrder,
  optionsLength,
  sackOptions,
  TcpOptions,
  tcpOptions,
  timestampOptions,
} from "../../../engine/wire/mod.ts";
import { laidOptions, plainOptions } from "./arbitraries.ts";

function encoded(options: TcpOptions): number[] {
  const bytes = new Uint8Array(48).fill(0xee);
  const length = encodeOptions(options, bytes, 1);
  return [...bytes.subarray(1, 1 + length)];
}

function decoded(...bytes: number[]): TcpOptions {
  const options = decodeOptions(Uint8Array.from(bytes), 0, bytes.length);
  ok(options instanceof TcpOptions);
  return options;
}

function refused(...bytes: number[]): void {
  const result = decodeOptions(Uint8Array.from(bytes), 0, bytes.length);
  deepStrictEqual(result, new DecodeError("bad option length"), bytes.join(" "));
}

Deno.test("EOL, NOP and MSS have the bytes of the text [RFC 9293 3.2, MUST-4, MUST-14]", () => {
  deepStrictEqual(encoded(tcpOptions({ mss: 1460 })), [2, 4, 0x05, 0xb4]);
  const laid = tcpOptions({ mss: 0xfffe, layout: [1, 2, 0, 0, 0] });
  deepStrictEqual(encoded(laid), [1, 2, 4, 0xff, 0xfe, 0, 0, 0]);
  deepStrictEqual(decoded(1, 2, 4, 0xff, 0xfe, 0, 0, 0), laid);
});

Deno.test("an MSS of 65535 is unsigned [RFC 9293 3.2]", () => {
  strictEqual(decoded(2, 4, 0xff, 0xff).mss, 65535);
});

Deno.test("window scale, SACK-permitted, SACK and timestamps have their bytes [RFC 7323, RFC 2018]", () => {
  deepStrictEqual(encoded(tcpOptions({ windowScale: 0 })), [1, 3, 3, 0]);
  deepStrictEqual(encoded(tcpOptions({ sackPermitted: true })), [1, 1, 4, 2]);
  const stamps = tcpOptions({ timestamps: { value: -1, echo: 0x01020304 } });
  deepStrictEqual(encoded(stamps), [1, 1, 8, 10, 255, 255, 255, 255, 1, 2, 3, 4]);
  const sack = tcpOptions({ sack: [5000, -2] });
  deepStrictEqual(encoded(sack), [1, 1, 5, 10, 0, 0, 0x13, 0x88, 255, 255, 255, 254]);
});

Deno.test("a user timeout is in seconds, or in minutes where those do not fit [RFC 5482 3]", () => {
  deepStrictEqual(encoded(tcpOptions({ userTimeout: 32767 })), [28, 4, 0x7f, 0xff]);
  deepStrictEqual(encoded(tcpOptions({ userTimeout: 32820 })), [28, 4, 0x82, 0x23]);
  strictEqual(decoded(28, 4, 0x80, 0x05).userTimeout, 300);
  strictEqual(decoded(28, 4, 0, 0).userTimeout, 0);
  throws(() => tcpOptions({ userTimeout: 32768 }), RangeError);
});

Deno.test("no options are no bytes, and decode to the shared object", () => {
  strictEqual(optionsLength(NO_OPTIONS), 0);
  strictEqual(optionsLength(new TcpOptions()), 0);
  deepStrictEqual(encoded(NO_OPTIONS), []);
  strictEqual(decodeOptions(Uint8Array.of(1, 2), 1, 1), NO_OPTIONS);
});

Deno.test("options of a SYN have the layouts of the systems", () => {
  const syn: OptionFields = {
    mss: 1460,
    sackPermitted: true,
    timestamps: { value: 1, echo: 0 },
    windowScale: 8,
  };
  const { timestamps: _, ...noStamps } = syn;
  const { sackPermitted: __, ...noSack } = syn;
  deepStrictEqual(layoutOf(tcpOptions(syn)), [2, 4, 8, 1, 3]);
  deepStrictEqual(layoutOf(tcpOptions(noStamps)), [2, 1, 1, 4, 1, 3]);
  deepStrictEqual(layoutOf(tcpOptions(noSack)), [2, 1, 1, 8, 1, 3]);
  const order = OptionOrder.ScaleFirst;
  deepStrictEqual(layoutOf(tcpOptions({ ...syn, order })), [2, 1, 3, 4, 8]);
  deepStrictEqual(layoutOf(tcpOptions({ ...noStamps, order })), [2, 1, 3, 1, 1, 4]);
  deepStrictEqual(layoutOf(tcpOptions({ ...noSack, order })), [2, 1, 3, 1, 1, 8]);
  const small = tcpOptions({ mss: 1460, sackPermitted: true });
  deepStrictEqual(layoutInOrder(small, order, false), [2, 4, 0, 0]);
  const freebsd = tcpOptions({ ...noStamps, order, padSackPermitted: false });
  deepStrictEqual(freebsd.layout, [2, 1, 3, 4, 0, 0]);
  strictEqual(optionsLength(freebsd), 12);
});

Deno.test("an order may name no-operations, absent kinds, and kinds twice, and need not name all", () => {
  const fields = { mss: 1460, windowScale: 8, timestamps: { value: 1, echo: 2 } };
  deepStrictEqual(tcpOptions({ ...fields, order: [1, 3, 3, 4, 99, 0] }).layout, [1, 3, 2, 1, 1, 8]);
});

Deno.test("options of segments after the SYN cost 12 bytes, and 8 per SACK block [RFC 2018 3]", () => {
  strictEqual(optionsLength(timestampOptions(1, 2)), 12);
  strictEqual(optionsLength(sackOptions(Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8))), 36);
  strictEqual(optionsLength(ackOptions(1, 2, Int32Array.of(1, 2, 3, 4, 5, 6))), 40);
  deepStrictEqual(layoutOf(ackOptions(1, 2, Int32Array.of(1, 2))), [1, 1, 8, 1, 1, 5]);
});

Deno.test("the options made for segments after the SYN have no MSS [RFC 9293 3.2, MUST-65]", () => {
  const blocks = Int32Array.of(1, 2);
  for (const made of [timestampOptions(1, 2), sackOptions(blocks), ackOptions(1, 2, blocks)]) {
    strictEqual(made.mss, 0);
    ok(!layoutOf(made).includes(2));
  }
});

Deno.test("an unknown option with a length is skipped and kept [RFC 9293 3.1, MUST-6, MUST-68]", () => {
  const options = decoded(254, 5, 1, 2, 3, 2, 4, 5, 0xb4, 77, 2, 0);
  strictEqual(options.mss, 1460);
  deepStrictEqual(options.others, [
    { kind: 254, data: Uint8Array.of(1, 2, 3) },
    { kind: 77, data: new Uint8Array(0) },
  ]);
  deepStrictEqual(encoded(options), [254, 5, 1, 2, 3, 2, 4, 5, 0xb4, 77, 2, 0]);
});

Deno.test("a Fast Open cookie is carried, not understood [RFC 7413 4.1.1]", () => {
  const cookie = Uint8Array.of(1, 2, 3, 4);
  deepStrictEqual(decoded(34, 6, 1, 2, 3, 4, 1, 1).others, [{ kind: 34, data: cookie }]);
});

Deno.test("illegal lengths give a named result [RFC 9293 3.1, MUST-7]", () => {
  refused(2, 0, 0, 0); // 0
  refused(254, 0, 0, 0);
  refused(254, 1, 0, 0); // 1: less than kind and length
  refused(1, 1, 1, 2); // no room for the length
  refused(254, 5, 0, 0); // beyond the header
  refused(2, 255, 0, 0);
  refused(2, 3, 0, 0); // wrong for MSS
  refused(2, 6, 0, 0, 0, 0, 0, 0);
  refused(3, 2, 0, 0); // window scale
  refused(4, 3, 0, 0); // SACK-permitted
  refused(5, 2, 0, 0); // SACK without a block
  refused(5, 6, 0, 0, 0, 0, 0, 0); // SACK with half a block
  refused(8, 8, 0, 0, 0, 0, 0, 0); // timestamps
  refused(28, 3, 0, 0); // user timeout
});

Deno.test("bytes behind the end of the list are zero, and not read [RFC 9293 3.1, MUST-69]", () => {
  const options = tcpOptions({ windowScale: 7, layout: [3] });
  deepStrictEqual(encoded(options), [3, 3, 7, 0]);
  strictEqual(decoded(0, 2, 4, 5).mss, 0);
  deepStrictEqual(encoded(decoded(3, 3, 7, 0, 8, 99, 1, 1)), [3, 3, 7, 0, 0, 0, 0, 0]);
  throws(() => tcpOptions({ windowScale: 7, layout: [0, 3] }), RangeError);
});

Deno.test("a kind that stands twice counts once; nothing of the wire is lost", () => {
  const wire = [2, 4, 5, 0xb4, 2, 4, 0, 9];
  strictEqual(decoded(...wire).mss, 1460);
  deepStrictEqual(encoded(decoded(...wire)), wire);
  const zeroFirst = [2, 4, 0, 0, 2, 4, 0, 9];
  strictEqual(decoded(...zeroFirst).mss, 0);
  deepStrictEqual(encoded(decoded(...zeroFirst)), zeroFirst);
});

Deno.test("options of more than 40 bytes are refused [RFC 9293 3.1]", () => {
  const sack = [1, 2, 3, 4, 5, 6, 7, 8];
  strictEqual(optionsLength(tcpOptions({ sack, mss: 1 })), 40);
  throws(() => tcpOptions({ sack, timestamps: { value: 1, echo: 1 } }), {
    name: "RangeError",
    message: "Cannot encode options: they must take at most 40 bytes: they take 48",
  });
  const tooLong = ackOptions(1, 1, Int32Array.from(sack));
  throws(() => encodeOptions(tooLong, new Uint8Array(60), 0), RangeError);
});

Deno.test("a layout must name exactly the options that are there", () => {
  throws(() => tcpOptions({ mss: 1460, layout: [1, 1] }), RangeError);
  throws(() => tcpOptions({ mss: 1460, layout: [2, 2] }), RangeError);
  throws(() => tcpOptions({ mss: 1460, layout: [2, 4, 1, 1] }), {
    message: "Cannot encode options: their layout must name each of them once (2): it names 2 4",
  });
  const others = [{ kind: 9, data: new Uint8Array(0) }, { kind: 6, data: new Uint8Array(0) }];
  const swapped = tcpOptions({ others, layout: [6, 9] });
  throws(() => encodeOptions(swapped, new Uint8Array(40), 0), RangeError);
});

Deno.test("values that do not fit their field are refused", () => {
  throws(() => tcpOptions({ mss: 0 }), RangeError);
  throws(() => tcpOptions({ mss: 65536 }), RangeError);
  throws(() => tcpOptions({ mss: 1.5 }), RangeError);
  throws(() => tcpOptions({ windowScale: 256 }), RangeError);
  throws(() => tcpOptions({ sack: [1] }), RangeError);
  throws(() => tcpOptions({ sack: [] }), RangeError);
  throws(() => tcpOptions({ others: [{ kind: 1, data: new Uint8Array(0) }] }), RangeError);
});

Deno.test("decoding undoes encoding at any alignment and in any layout [RFC 9293 3.2, MUST-64]", () => {
  fc.assert(
    fc.property(laidOptions, fc.nat(7), (options, offset) => {
      const bytes = new Uint8Array(48).fill(0xee);
      const length = encodeOptions(options, bytes, offset);
      strictEqual(length, optionsLength(options));
      ok(bytes.subarray(offset + length).every((byte) => byte === 0xee));
      deepStrictEqual(decodeOptions(bytes, offset, offset + length), options);
    }),
    { numRuns: 500 },
  );
});

Deno.test("the plain layout has the length that is known without encoding", () => {
  fc.assert(
    fc.property(plainOptions, (options) => {
      const bytes = new Uint8Array(40);
      const length = encodeOptions(options, bytes, 0);
      strictEqual(length, optionsLength(options));
      const again = decodeOptions(bytes, 0, length);
      ok(again instanceof TcpOptions);
      strictEqual(optionsLength(again), length);
      deepStrictEqual({ ...again, layout: [] }, { ...options });
    }),
    { numRuns: 500 },
  );
});

Deno.test("any bytes are options that encode again to the same length, or a named result", () => {
  const likely = fc.oneof(fc.constantFrom(0, 1, 2, 3, 4, 5, 8, 10, 28), fc.nat(255));
  const region = fc.nat(10).chain((n) => fc.array(likely, { minLength: 4 * n, maxLength: 4 * n }));
  fc.assert(
    fc.property(region, (bytes) => {
      const options = decodeOptions(Uint8Array.from(bytes), 0, bytes.length);
      if (options instanceof DecodeError) return strictEqual(options.reason, "bad option length");
      strictEqual(encoded(options).length, bytes.length);
      deepStrictEqual(decoded(...encoded(options)), options);
    }),
    { numRuns: 2000 },
  );
});
