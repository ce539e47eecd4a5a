import { deepStrictEqual, doesNotThrow, ok, strictEqual, throws } from "node:assert/strict";
import { minutes, ms, NEVER, seconds } from "../../../engine/base/time.ts";
import {
  isGuess,
  type KnobName,
  knobNames,
  knobs,
  profileByName,
  type ProfileName,
  profileNames,
  profiles,
  profileTables,
  sureness,
  withOverrides,
} from "../../../engine/tcp/profiles/mod.ts";

type Row = [KnobName, Partial<Record<ProfileName, unknown>>];

/** What RFCs, documentation, sources and observation say, row by row. */
const rows: Row[] = [
  ["rtoInitial", same(seconds(1))],
  ["rtoAfterSynLoss", { rfc9293: seconds(3), linux: seconds(3) }],
  ["rtoMin", { rfc9293: seconds(1), windows: ms(300), linux: ms(200), freebsd: ms(30) }],
  ["rtoMax", {
    rfc9293: seconds(60),
    windows: seconds(60),
    linux: seconds(120),
    freebsd: seconds(64),
  }],
  ["rtoFormula", { rfc9293: "rfc6298", linux: "linux", freebsd: "freebsd" }],
  ["synRetries", { windows: 4, linux: 6 }],
  ["synLinearRetries", { rfc9293: 0, windows: 0, linux: 4, freebsd: 0 }],
  ["synTimeoutTotal", {
    rfc9293: seconds(180),
    windows: NEVER,
    linux: NEVER,
    freebsd: seconds(75),
  }],
  ["synRetryOnReset", { rfc9293: 0, windows: 4, linux: 0, freebsd: 0 }],
  ["synRetryOnResetDelay", { windows: ms(500) }],
  ["synRetryOnBadAckDelay", { rfc9293: NEVER, windows: NEVER, linux: ms(8), freebsd: NEVER }],
  ["synAckRetries", { windows: 2, linux: 5, freebsd: 3 }],
  ["r1Retries", { rfc9293: 3, linux: 3, freebsd: 3, windows: 3 }],
  ["r1Advice", { rfc9293: "neighbour", linux: "route", freebsd: "route" }],
  ["r2Time", { rfc9293: seconds(100), windows: NEVER, linux: NEVER, freebsd: NEVER }],
  ["dataRetries", { rfc9293: Infinity, windows: 5, linux: 15, freebsd: 12 }],
  ["retryLimit", { windows: "count", linux: "time", freebsd: "count" }],
  ["userTimeoutDefault", { rfc9293: seconds(300), linux: NEVER }],
  ["orphanRetries", { linux: 8 }],
  ["resetOnTimeout", { rfc9293: false, windows: true, linux: false, freebsd: true }],
  ["msl", { rfc9293: seconds(120), freebsd: ms(30_000) }],
  ["timeWait", {
    rfc9293: seconds(240),
    windows: seconds(120),
    linux: seconds(60),
    freebsd: seconds(60),
  }],
  ["synPlainAfter", same(0)],
  ["timeWaitSegments", { rfc9293: "check", freebsd: "acknowledge" }],
  ["resetWhileClosing", { rfc9293: "closed", freebsd: "reset" }],
  ["finInAcks", { rfc9293: false, linux: false, freebsd: true }],
  ["sackCoversControls", { linux: true, freebsd: false }],
  ["ackPolicy", { rfc9293: "count", linux: "adapt", freebsd: "segments" }],
  ["synWithFin", { rfc9293: "accept", linux: "drop-in-listen", freebsd: "accept" }],
  ["synAckToListener", { rfc9293: "reset", linux: "reset", freebsd: "ignore" }],
  ["resetInWindow", same("challenge")],
  ["synInWindow", same("challenge")],
  ["sackPermittedPadded", { linux: true, freebsd: false }],
  ["windowOffer", { rfc9293: "edge", linux: "edge", freebsd: "space" }],
  ["receiveBufferInSegments", { rfc9293: false, linux: false, freebsd: true }],
  ["resetInTimeWait", { rfc9293: "kill", windows: "ignore", linux: "kill", freebsd: "ignore" }],
  ["abortInTimeWait", { rfc9293: "delete", linux: "keep", freebsd: "keep" }],
  ["finWait2Timeout", {
    rfc9293: NEVER,
    windows: seconds(120),
    linux: seconds(60),
    freebsd: seconds(600),
  }],
  ["delayedAck", { windows: ms(40), linux: ms(40), freebsd: ms(40) }],
  ["delayedAckMax", { linux: ms(200) }],
  ["delayedAckEvery", same(2)],
  ["quickAcks", { linux: 16 }],
  ["initialWindow", {
    rfc9293: "rfc5681",
    windows: "rfc6928",
    linux: "rfc6928",
    freebsd: "rfc6928",
  }],
  ["congestion", { rfc9293: "reno", windows: "cubic", linux: "cubic", freebsd: "cubic" }],
  ["lossRecovery", { rfc9293: "newreno", windows: "rack", linux: "rack", freebsd: "sack" }],
  ["timestamps", { rfc9293: false, windows: false, linux: true, freebsd: true }],
  ["sack", { rfc9293: false, windows: true, linux: true, freebsd: true }],
  ["ecn", { rfc9293: "passive", windows: "off", linux: "passive", freebsd: "passive" }],
  ["ecnSynRetries", { rfc9293: 0, linux: 0, freebsd: 1 }],
  ["ecnReduction", { rfc9293: "at-once", linux: "prr" }],
  ["ecnHoldsOneSegment", { rfc9293: true, linux: false }],
  ["ackOnCongestionMark", { linux: true }],
  ["windowScaling", { rfc9293: false, windows: true, linux: true, freebsd: true }],
  ["windowScale", { rfc9293: 0, linux: 10 }],
  ["receiveBuffer", { rfc9293: 65535, linux: 131072 / 2, freebsd: 65536 }],
  ["maxReceiveBuffer", { freebsd: 2 * 2 ** 20 }],
  ["sendAccounting", { rfc9293: "bytes", linux: "memory" }],
  ["receiveAccounting", { rfc9293: "payload", linux: "memory" }],
  ["receiveBufferTuning", { rfc9293: "off", linux: "copied", freebsd: "arrived" }],
  ["keepaliveDefault", { rfc9293: false, windows: false, linux: false, freebsd: true }],
  ["keepaliveIdle", same(seconds(7200))],
  ["keepaliveInterval", { windows: seconds(1), linux: seconds(75), freebsd: seconds(75) }],
  ["keepaliveProbes", { windows: 10, linux: 9, freebsd: 8 }],
  ["resetOnKeepaliveTimeout", { linux: true, freebsd: true }],
  ["ephemeralFirst", { rfc9293: 49152, windows: 49152, linux: 32768, freebsd: 10000 }],
  ["ephemeralLast", { rfc9293: 65535, windows: 65535, linux: 60999, freebsd: 65535 }],
  ["frto", { rfc9293: "off", windows: "second-ack", linux: "any-ack", freebsd: "off" }],
  ["undoByTimestamps", {
    rfc9293: "never",
    windows: "never",
    linux: "always",
    freebsd: "first-timeout",
  }],
  ["undoByDuplicateSacks", { rfc9293: false, windows: false, linux: true, freebsd: false }],
  ["rttFromSack", { rfc9293: false, windows: false, linux: true, freebsd: false }],
  ["cwndInSegments", { rfc9293: false, windows: false, linux: true, freebsd: false }],
  ["avoidanceCounts", { rfc9293: "bytes", windows: "bytes", linux: "bytes", freebsd: "bytes" }],
  ["slowStartLimit", { rfc9293: 1, windows: 8, linux: Infinity, freebsd: 2 }],
  ["slowStartExit", { rfc9293: "loss", windows: "hystart++", linux: "hystart", freebsd: "loss" }],
  ["reductionFrom", { rfc9293: "flight", windows: "flight", linux: "cwnd", freebsd: "cwnd" }],
  ["windowUsage", { rfc9293: "now", windows: "now", linux: "recent", freebsd: "now" }],
  ["synLossesBorne", { rfc9293: 0, windows: 0, linux: 1, freebsd: 0 }],
  ["synAckLossesBorne", { rfc9293: 0, windows: 0, linux: Infinity, freebsd: 0 }],
  ["idleDecay", { rfc9293: false, windows: false, linux: true, freebsd: false }],
  ["slowStartAfterIdle", { rfc9293: true, windows: false, linux: true, freebsd: true }],
  ["pathMtuDiscovery", { windows: true, linux: true, freebsd: true }],
  ["pathMtuLeast", { rfc9293: 68, linux: 552 }],
  ["pathMtuExpires", { rfc9293: minutes(10), linux: minutes(10) }],
  ["tooBigRetransmits", { rfc9293: "one", linux: "window" }],
  ["mtuProbing", same("off")],
  ["mtuProbeBase", { rfc9293: 1024, windows: 536, linux: 1024, freebsd: 1200 }],
  ["urgentPointer", same("behind")],
  ["tosByUser", { rfc9293: true, windows: false, linux: true, freebsd: true }],
  ["receivedTos", { rfc9293: "latest", linux: "opening" }],
  ["icmpSoftLimit", { rfc9293: Infinity, freebsd: 3 }],
  ["persistIdleRtos", { freebsd: 2559 }],
  ["persistIdleMax", { freebsd: seconds(7200) }],
  ["persistOrphanIdle", { freebsd: seconds(60) }],
  ["urgentInline", { rfc9293: true, windows: false, linux: false, freebsd: false }],
  ["urgentOverrun", { linux: "inline", freebsd: "drop" }],
  ["ttl", { windows: 128, linux: 64, freebsd: 64 }],
  ["backlogOverflow", { windows: "reset", linux: "drop", freebsd: "drop" }],
  ["backlogHolds", { linux: "n+1", freebsd: "3n/2+1" }],
  ["backlogMax", { linux: 4096, freebsd: 128 }],
  ["lastAckOverflow", { linux: "drop" }],
  ["synQueue", { linux: "backlog" }],
  ["synCookies", { rfc9293: "never", linux: "when-full", freebsd: "when-full" }],
  ["timeWaitConnectBound", { rfc9293: false, windows: false, linux: true }],
  ["timeWaitConnect", { rfc9293: "never", linux: "loopback" }],
  ["timeWaitConnectDelay", { linux: seconds(1) }],
  ["rtoRevert", { linux: true }],
  ["neighbourReachable", {
    rfc9293: seconds(60),
    windows: seconds(30),
    linux: seconds(30),
    freebsd: seconds(1200),
  }],
  ["neighbourProbeDelay", { linux: seconds(5) }],
  ["neighbourRequests", { linux: 3, freebsd: 5 }],
  ["neighbourRetry", same(seconds(1))],
  ["neighbourQueue", { rfc9293: 1, linux: 101 }],
  ["localSendFailure", { rfc9293: "count", linux: "keep", freebsd: "count" }],
  ["neighbourFailure", { linux: "icmp", freebsd: "soft" }],
  ["neighbourForgottenWithCarrier", { linux: true }],
  ["persistMin", { freebsd: seconds(5) }],
  ["persistMax", { linux: seconds(120), freebsd: seconds(60) }],
  ["persistFromAck", { rfc9293: false, windows: false, linux: true, freebsd: false }],
  ["persistMaxRetries", { linux: 15, freebsd: 12 }],
  ["windowProbe", { rfc9293: "byte", linux: "empty" }],
  ["closeWithUnreadData", {
    rfc9293: "reset",
    windows: "reset",
    linux: "reset",
    freebsd: "fin",
  }],
  ["dataAfterClose", same("reset")],
  ["closeWhileRecvPending", { windows: "reset", linux: "defer", freebsd: "defer" }],
  ["shutdownReceiveData", { windows: "reset", linux: "accept", freebsd: "discard" }],
  ["shutdownBothData", { windows: "reset", linux: "reset" }],
  ["shutdownReceiveQueued", { windows: "reset", linux: "keep", freebsd: "flush" }],
  ["receiveQueueOnReset", {
    rfc9293: "discard",
    windows: "discard",
    linux: "deliver",
    freebsd: "deliver",
  }],
  ["icmpInSynSent", { rfc9293: "hard", windows: "ignore", linux: "abort", freebsd: "hard" }],
  ["icmpWhenEstablished", { windows: "ignore", linux: "soft", freebsd: "hard-as-soft" }],
  ["linkDown", { rfc9293: "keep", windows: "abort", linux: "keep", freebsd: "keep" }],
  ["linkDownGrace", { windows: 0 }],
  ["resetOnDisable", same(false)],
  ["timeoutError", { windows: "ECONNABORTED", linux: "ETIMEDOUT", freebsd: "ETIMEDOUT" }],
  ["callsAfterAbort", same("same")],
  ["wholeSends", { windows: true, linux: false, freebsd: false }],
  ["ackOnFin", { rfc9293: "immediate", linux: "delayed-after-data", freebsd: "immediate" }],
  ["challengeAckInterval", { linux: ms(500) }],
  ["resetBelowReceiveNext", { rfc9293: false, linux: true }],
  ["nagle", same(true)],
  ["nagleRule", { rfc9293: "rfc896", linux: "minshall", freebsd: "rfc896" }],
  ["resetCarriesAck", { rfc9293: false, linux: true, freebsd: true }],
  ["synAckOnRepeatedSyn", { rfc9293: false, linux: true, freebsd: true }],
];

function same(value: unknown): Record<ProfileName, unknown> {
  return { rfc9293: value, linux: value, windows: value, freebsd: value };
}

for (const [knob, expected] of rows) {
  Deno.test(`Profiles have the known ${knob}`, () => {
    for (const [name, value] of Object.entries(expected)) {
      strictEqual(profiles[name as ProfileName][knob], value, `${name}.${knob}`);
    }
  });
}

Deno.test("Values that nobody is sure of are marked as guesses", () => {
  const { windows, freebsd, linux } = profileTables;
  const guesses = [
    windows.resetInTimeWait,
    windows.finWait2Timeout,
    windows.synAckRetries,
    windows.ackOnFin,
    windows.linkDownGrace,
    windows.receiveQueueOnReset,
    windows.backlogOverflow,
    freebsd.congestion,
    freebsd.slowStartAfterIdle,
    freebsd.closeWhileRecvPending,
  ];
  for (const guess of guesses) strictEqual(isGuess(guess), true, guess.source);
  for (const sure of [linux.timeWait, windows.rtoMin, freebsd.synTimeoutTotal, linux.ttl]) {
    strictEqual(isGuess(sure), false, sure.source);
  }
});

for (const name of profileNames) {
  const profile = profiles[name];

  Deno.test(`Profile ${name} has each knob, each with a source and how sure it is`, () => {
    strictEqual(profile.name, name);
    deepStrictEqual(Object.keys(profile), ["name", ...knobNames]);
    for (const knob of knobNames) {
      const { value, source, sure } = profileTables[name][knob];
      strictEqual(profile[knob], value);
      ok(source.length > 0, knob);
      ok(Object.hasOwn(sureness, sure), knob);
      ok(knobs[knob].accepts(value), knob);
    }
  });

  Deno.test(`Profile ${name} keeps what RFC 9293 demands of every TCP`, () => {
    ok(profile.delayedAck < ms(500) && profile.delayedAckMax < ms(500)); // MUST-40
    ok(profile.keepaliveIdle >= seconds(7200)); // MUST-28
    ok(profile.keepaliveProbes > 1); // MUST-29
    ok(profile.r1Retries >= 3); // SHLD-10
    ok(profile.rtoMax >= seconds(60)); // RFC 6298 2.5
    ok(profile.ephemeralFirst <= profile.ephemeralLast);
    ok(profile.receiveBuffer <= profile.maxReceiveBuffer);
    ok(profile.maxReceiveBuffer <= 65536 * 2 ** profile.windowScale);
    ok(profile.sendBuffer <= profile.maxSendBuffer);
  });

  Deno.test(`Profile ${name} is found by its name and cannot be changed`, () => {
    strictEqual(profileByName(name), profile);
    strictEqual(Object.isFrozen(profile), true);
  });
}

Deno.test("profileByName lists the names that exist", () => {
  throws(() => profileByName("solaris"), {
    name: "RangeError",
    message: "Cannot find profile: its name must be one of rfc9293, linux, windows, freebsd: " +
      'it is "solaris"',
  });
  throws(() => profileByName("toString"), { name: "RangeError" });
});

Deno.test("withOverrides changes the named knobs of a copy", () => {
  const changed = withOverrides(profiles.linux, {
    dataRetries: Infinity,
    timeWait: seconds(1),
    resetInTimeWait: "ignore",
    nagle: false,
    synOptionsOrder: [2],
  });
  strictEqual(changed.dataRetries, Infinity);
  strictEqual(changed.timeWait, seconds(1));
  strictEqual(changed.resetInTimeWait, "ignore");
  strictEqual(changed.nagle, false);
  deepStrictEqual(changed.synOptionsOrder, [2]);
  strictEqual(changed.name, "linux");
  strictEqual(changed.rtoMin, ms(200));
  strictEqual(profiles.linux.dataRetries, 15);
  deepStrictEqual(Object.keys(changed), Object.keys(profiles.linux));
});

Deno.test("withOverrides says which knobs exist", () => {
  throws(() => withOverrides(profiles.linux, { rtoMinimum: 1 }), (error: Error) => {
    strictEqual(error.name, "RangeError");
    ok(
      error.message.startsWith('Cannot change profile "linux": a knob must be one of rtoInitial,'),
    );
    ok(error.message.endsWith(': it is "rtoMinimum"'));
    return true;
  });
});

const refused: [KnobName, unknown, string, string][] = [
  ["rtoMin", "200ms", "TypeError", "a whole number of nanoseconds >= 0"],
  ["rtoMin", 1.5, "RangeError", "a whole number of nanoseconds >= 0"],
  ["rtoMin", -1, "RangeError", "a whole number of nanoseconds >= 0"],
  ["rtoMin", Infinity, "RangeError", "a whole number of nanoseconds >= 0"],
  ["finWait2Timeout", NaN, "RangeError", "a whole number of nanoseconds >= 0, or Infinity"],
  ["dataRetries", -1, "RangeError", "a whole number >= 0, or Infinity for no limit"],
  ["dataRetries", null, "TypeError", "a whole number >= 0, or Infinity for no limit"],
  ["ttl", 256, "RangeError", "a whole number from 1 to 255"],
  ["nagle", "off", "TypeError", "true or false"],
  ["ackOnFin", "later", "RangeError", 'one of "immediate", "delayed"'],
  ["ackOnFin", true, "TypeError", 'one of "immediate", "delayed"'],
  ["congestion", "bbr", "RangeError", 'one of "reno", "cubic"'],
  ["synOptionsOrder", [2, 999], "RangeError", "a list of option kinds"],
];

for (const [knob, value, name, allowed] of refused) {
  Deno.test(`withOverrides refuses ${knob} = ${JSON.stringify(value)} (${String(value)})`, () => {
    throws(() => withOverrides(profiles.windows, { [knob]: value }), (error: Error) => {
      strictEqual(error.name, name);
      ok(error.message.startsWith(`Cannot change ${knob} of profile "windows": it must be `));
      ok(error.message.includes(allowed), error.message);
      return true;
    });
  });
}

Deno.test("withOverrides refuses a range of ports that ends before it begins", () => {
  throws(() => withOverrides(profiles.linux, { ephemeralFirst: 61000 }), {
    name: "RangeError",
    message: 'Cannot change profile "linux": ephemeralFirst must be <= ephemeralLast: ' +
      "they are 61000 and 60999",
  });
  doesNotThrow(() => withOverrides(profiles.linux, { ephemeralFirst: 60999 }));
});
