import { minutes, ms, NEVER, seconds } from "../../base/time.ts";
import { OptionKind } from "../../wire/tcp_options.ts";
import { fact } from "./evidence.ts";
import type { ProfileTable } from "./profile.ts";

/** Windows 10 and 11 with the template "Internet". */
export const windowsTable: ProfileTable = {
  rtoInitial: fact(seconds(1), "V", "Get-NetTCPSetting InitialRto"),
  rtoAfterSynLoss: fact(seconds(3), "?", "RFC 6298 5.7"),
  synRetries: fact(4, "V", "Get-NetTCPSetting MaxSynRetransmissions"),
  synLinearRetries: fact(0, "V", "31 s for 4 retries: each timeout doubles"),
  synTimeoutTotal: fact(NEVER, "V", "the number of retries decides"),
  synRetryOnReset: fact(4, "m", "KB175523: up to the SYN retry limit"),
  synRetryOnResetDelay: fact(ms(500), "M", "KB175523 does not say it"),
  synAckRetries: fact(2, "m", "TcpMaxConnectResponseRetransmissions: 2 or 3"),
  backlogOverflow: fact("reset", "m", "WSAECONNREFUSED while a backlog is full"),
  synAckOnRepeatedSyn: fact(true, "m", "as other systems do"),
  icmpInSynSent: fact("ignore", "V", "TCP_FAIL_CONNECT_ON_ICMP_ERROR is off"),

  rtoMin: fact(ms(300), "V", "Get-NetTCPSetting MinRto"),
  rtoMax: fact(seconds(60), "V", "TCP_MAXRT"),
  rtoFormula: fact("rfc6298", "m", "no document says otherwise"),
  r1Retries: fact(3, "?", "RFC 9293 3.8.3, SHLD-10"),
  dataRetries: fact(5, "V", "KB170359 TcpMaxDataRetransmissions, to Windows 7; newer perhaps 9"),
  r2Time: fact(NEVER, "V", "the number of retries decides"),
  userTimeoutDefault: fact(NEVER, "V", "TCP_MAXRT is not set"),
  orphanRetries: fact(5, "?", "as dataRetries"),
  resetOnTimeout: fact(true, "m", "traces end with a RST"),
  icmpWhenEstablished: fact("ignore", "m", "no error changes before the timeout"),
  timerWheel: fact(false, "C", "timers are exact"),
  lossRecovery: fact("rack", "m", "RACK and TLP since 1607"),

  resetCarriesAck: fact(true, "m", "as other systems do"),
  msl: fact(seconds(60), "V", "half of TcpTimedWaitDelay"),
  timeWait: fact(seconds(120), "V", "KB314053 TcpTimedWaitDelay, of XP and 2003"),
  timeWaitReuse: fact(true, "m", "RFC 9293 3.6.1, MAY-2"),
  resetInTimeWait: fact("ignore", "?", "RFC 1337"),
  finWait2Timeout: fact(seconds(120), "m", "TcpFinWait2Delay"),
  closeWithUnreadData: fact("reset", "m", "closesocket with unread data resets"),
  dataAfterClose: fact("reset", "m", "RFC 9293 3.6.1, SHLD-3"),
  closeWhileRecvPending: fact("reset", "V", "libuv issue 3034: a pending read makes it a RST"),
  shutdownReceiveQueued: fact("reset", "V", "sdk-api shutdown, SD_RECEIVE"),
  shutdownReceiveData: fact("reset", "V", "sdk-api shutdown, SD_RECEIVE"),
  shutdownBothData: fact("reset", "V", "sdk-api shutdown, SD_RECEIVE"),
  receiveQueueOnReset: fact("discard", "m", "recv gives 10054 at once"),
  ackOnFin: fact("delayed", "?", "the delay of 40 ms is possible"),

  challengeAckInterval: fact(0, "?", "no limit is documented"),
  resetBelowReceiveNext: fact(false, "?", "RFC 9293 3.10.7.4"),
  linkDown: fact("abort", "V", "PuTTY manual, KB239924"),
  linkDownGrace: fact(0, "?", "at once or after some time"),

  delayedAck: fact(ms(40), "V", "Get-NetTCPSetting DelayedAckTimeout"),
  delayedAckMax: fact(ms(40), "V", "as delayedAck: it does not adapt"),
  delayedAckEvery: fact(2, "V", "Get-NetTCPSetting DelayedAckFrequency"),
  quickAcks: fact(0, "?", "none is documented"),

  nagle: fact(true, "M", "TCP_NODELAY is off"),
  nagleRule: fact("rfc896", "m", "not documented otherwise"),
  initialWindow: fact("rfc6928", "V", "Get-NetTCPSetting InitialCongestionWindow 10"),
  congestion: fact("cubic", "V", "Get-NetTCPSetting CongestionProvider, since 1709"),
  slowStartAfterIdle: fact(false, "V", "Get-NetTCPSetting CwndRestart False"),
  urgentPointer: fact("bsd", "V", "TcpUseRFC1122UrgentPointer is off"),

  timestamps: fact(false, "V", "Get-NetTCPSetting Timestamps"),
  sack: fact(true, "m", "SackOpts is on"),
  ecn: fact(false, "V", "Get-NetTCPSetting EcnCapability Disabled"),
  windowScaling: fact(true, "V", "Get-NetTCPSetting AutoTuningLevelLocal Normal"),
  windowScale: fact(8, "M", "traces of Windows 10"),
  synOptionsOrder: fact(
    [
      OptionKind.MaximumSegmentSize,
      OptionKind.NoOperation,
      OptionKind.WindowScale,
      OptionKind.NoOperation,
      OptionKind.NoOperation,
      OptionKind.SackPermitted,
    ],
    "m",
    "traces of Windows 10",
  ),

  receiveBuffer: fact(65536, "m", "before tuning: 64 KiB"),
  maxReceiveBuffer: fact(16 * 2 ** 20, "m", "AutoTuningLevel Normal: 16 MiB"),
  sendBuffer: fact(65536, "m", "SO_SNDBUF: 64 KiB"),
  maxSendBuffer: fact(16 * 2 ** 20, "?", "dynamic send buffering"),
  wholeSends: fact(true, "T", "one send of 50 MB is taken"),

  keepaliveDefault: fact(false, "V", "SO_KEEPALIVE is off"),
  keepaliveIdle: fact(minutes(120), "V", "KeepAliveTime"),
  keepaliveInterval: fact(seconds(1), "V", "KeepAliveInterval"),
  keepaliveProbes: fact(10, "V", "since Vista; TCP_KEEPCNT"),
  resetOnKeepaliveTimeout: fact(true, "m", "as resetOnTimeout"),

  persistMin: fact(0, "m", "the RTO"),
  persistMax: fact(seconds(60), "m", "as rtoMax"),
  persistMaxRetries: fact(5, "?", "as dataRetries; never while probes are answered"),
  windowProbe: fact("byte", "m", "RFC 9293 3.8.6.1"),

  ephemeralFirst: fact(49152, "V", "netsh int ipv4 show dynamicport tcp"),
  ephemeralLast: fact(65535, "V", "netsh int ipv4 show dynamicport tcp"),
  ttl: fact(128, "V", "DefaultTTL"),
  pathMtuDiscovery: fact(true, "V", "KB314053 EnablePMTUDiscovery"),
};
