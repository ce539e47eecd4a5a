import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { freebsdErrors, linuxErrors, winsockErrors } from "../../../nodes/sockets/mod.ts";

Deno.test("ECONNRESET is 104 on Linux, 54 on FreeBSD and 10054 on Windows [asm-generic/errno.h, sys/errno.h, Windows Sockets Error Codes]", () => {
  deepStrictEqual(linuxErrors.ECONNRESET, { name: "ECONNRESET", code: 104 });
  deepStrictEqual(freebsdErrors.ECONNRESET, { name: "ECONNRESET", code: 54 });
  deepStrictEqual(winsockErrors.ECONNRESET, { name: "WSAECONNRESET", code: 10054 });
});

Deno.test("a call that would block is EAGAIN on POSIX and WSAEWOULDBLOCK on Windows", () => {
  deepStrictEqual(linuxErrors.EWOULDBLOCK, { name: "EAGAIN", code: 11 });
  deepStrictEqual(freebsdErrors.EWOULDBLOCK, { name: "EAGAIN", code: 35 });
  deepStrictEqual(winsockErrors.EWOULDBLOCK, { name: "WSAEWOULDBLOCK", code: 10035 });
});

Deno.test("a bad handle is EBADF on POSIX and WSAENOTSOCK on Windows", () => {
  strictEqual(linuxErrors.EBADF?.name, "EBADF");
  deepStrictEqual(winsockErrors.EBADF, { name: "WSAENOTSOCK", code: 10038 });
});

for (const [system, table] of Object.entries({ linuxErrors, freebsdErrors })) {
  Deno.test(`${system} has a number of its own for each error`, () => {
    const codes = Object.values(table).map((error) => error.code);
    strictEqual(new Set(codes).size, codes.length);
  });
}
