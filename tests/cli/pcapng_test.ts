import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { callCli, FakeOutput, TOPOLOGY, withFolder } from "../support/cli.ts";

/** The block type that every pcapng file begins with: draft-ietf-opsawg-pcapng 4.1. */
const SECTION = "\n\r\r\n";

Deno.test("--pcapng writes a capture to a file, beside the view and the JSON", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/out.pcapng`;
    const args = ["run", "-", "--pcapng", path, "--json", `${folder}/out.json`];
    const { status, stdout, stderr } = await callCli(args, TOPOLOGY);
    deepStrictEqual([status, stderr], [0, ""]);
    match(stdout, /Expectations: 1 of 1 hold/);
    const bytes = await Deno.readFile(path);
    strictEqual(String.fromCharCode(...bytes.subarray(0, 4)), SECTION);
    match(new TextDecoder().decode(bytes), /client\.eth0.*server\.eth0/s);
    match(await Deno.readTextFile(`${folder}/out.json`), /"cablepull-timeline"/);
  });
});

Deno.test("--pcapng - writes the capture, and nothing else, to standard output", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/out.pcapng`;
    await callCli(["run", "-", "--pcapng", path], TOPOLOGY);
    const stdout = new FakeOutput();
    const { status } = await callCli(["run", "-", "--pcapng", "-"], TOPOLOGY, { stdout });
    strictEqual(status, 0);
    const bytes = Uint8Array.from(stdout.text, (char) => char.charCodeAt(0));
    deepStrictEqual(bytes, await Deno.readFile(path));
  });
});

Deno.test("--nic shows that NIC only, and must be one of the topology, with --pcapng", async () => {
  const stdout = new FakeOutput();
  await callCli(["run", "-", "--pcapng", "-", "--nic", "client.eth0"], TOPOLOGY, { stdout });
  match(stdout.text, /client\.eth0/);
  strictEqual(stdout.text.includes("NIC of server"), false);
  const unknown = await callCli(["run", "-", "--pcapng", "-", "--nic", "client.eth1"], TOPOLOGY);
  deepStrictEqual(unknown, {
    status: 2,
    stdout: "",
    stderr: '--nic must be one of client.eth0, server.eth0: it is "client.eth1"\n',
  });
  const alone = await callCli(["run", "-", "--nic", "client.eth0"], TOPOLOGY);
  deepStrictEqual(alone, {
    status: 2,
    stdout: "",
    stderr: "--nic must stand with --pcapng: it is missing\n",
  });
});

Deno.test("two exports do not share standard output, and no file stays of a run that never was", async () => {
  const { status, stderr } = await callCli(
    ["run", "-", "--pcapng", "-", "--json", "-"],
    TOPOLOGY,
  );
  deepStrictEqual(
    [status, stderr],
    [2, "--json and --pcapng must not both go to standard output\n"],
  );
});
