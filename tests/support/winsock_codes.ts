/** A code that the documentation of a call lists, and what becomes of it here. */
export interface DocumentedCode {
  readonly call: string;
  readonly code: number;
  /** When it arises, or why it cannot. */
  readonly when: string;
  /** A scenario that shows it, below `topologies/`; "" where it cannot arise. */
  readonly scenario: string;
  /** The call in that scenario that gives it: "client.app.recv". */
  readonly by: string;
}

const arises = (
  call: string,
  code: number,
  when: string,
  scenario: string,
  by: string,
): DocumentedCode => ({ call, code, when, scenario, by });

const cannot = (call: string, code: number, when: string): DocumentedCode => ({
  call,
  code,
  when,
  scenario: "",
  by: "",
});

const SUBSYSTEM = "a Winsock that has failed as a whole; an interface that is down gives 10053";
const FAULT = "pointers into nowhere; programs here have none";
const HOOKS = "the blocking hooks of Winsock 1.1";
const CANCELLED = "WSACancelBlockingCall of Winsock 1.1";
const DATAGRAMS = "sockets other than streams";
const MEMORY = "memory that is exhausted; here it never is";
const KIND = "an argument of no kind; the language of topologies refuses it";

const EARLY = "errors/windows-out-of-order.yaml";
const BLOCK = "errors/windows-would-block.yaml";
const GONE = "errors/windows-closed-meanwhile.yaml";
const PLACES = "errors/windows-addresses.yaml";
const TIMES = "errors/windows-time-outs.yaml";

/**
 * Every code that the pages of these calls list (sdk-api: recv, send, connect,
 * accept, shutdown, closesocket, bind, listen, setsockopt), in their order.
 */
export const documentedCodes: readonly DocumentedCode[] = [
  cannot("recv", 10050, SUBSYSTEM),
  cannot("recv", 10014, FAULT),
  arises("recv", 10057, "the socket was never connected", EARLY, "client.app.recv"),
  arises("recv", 10004, "closesocket in another thread", GONE, "client.receiving.reader.recv"),
  cannot("recv", 10036, HOOKS),
  arises("recv", 10052, "keep-alive fails while it waits", TIMES, "client.asking.recv"),
  arises("recv", 10038, "after closesocket", EARLY, "client.app.recv"),
  cannot("recv", 10045, `MSG_OOB on ${DATAGRAMS}`),
  arises("recv", 10058, "after the own shutdown of receiving", EARLY, "client.app.recv"),
  arises("recv", 10035, "no data on a socket that does not block", BLOCK, "client.app.recv"),
  cannot("recv", 10040, DATAGRAMS),
  arises("recv", 10022, "MSG_OOB with SO_OOBINLINE", EARLY, "client.app.recv"),
  arises("recv", 10053, "data was never acknowledged", TIMES, "client.sending.recv"),
  arises("recv", 10060, "the time of SO_RCVTIMEO is over", TIMES, "client.patient.recv"),
  arises(
    "recv",
    10054,
    "a RST in ESTABLISHED",
    "faults/firewall-resets.yaml",
    "client.app.recv",
  ),

  cannot("send", 10050, SUBSYSTEM),
  cannot("send", 10013, "a broadcast address, which only datagrams may have"),
  arises("send", 10004, "closesocket in another thread", GONE, "client.sending.writer.send"),
  cannot("send", 10036, HOOKS),
  cannot("send", 10014, FAULT),
  cannot(
    "send",
    10052,
    "keep-alive that fails while it waits; it waits only while data is unacknowledged, which keep-alive does not ask about",
  ),
  cannot("send", 10055, MEMORY),
  arises("send", 10057, "the socket was never connected", EARLY, "client.app.send"),
  arises("send", 10038, "after closesocket", EARLY, "client.app.send"),
  cannot("send", 10045, `MSG_OOB on ${DATAGRAMS}`),
  arises("send", 10058, "after the own shutdown of sending", EARLY, "client.app.send"),
  arises(
    "send",
    10035,
    "the buffer of a socket that does not block is full",
    BLOCK,
    "client.app.send",
  ),
  cannot("send", 10040, DATAGRAMS),
  cannot(
    "send",
    10065,
    "a host that cannot be reached; ICMP errors about a connection are ignored",
  ),
  cannot(
    "send",
    10022,
    "MSG_OOB with SO_OOBINLINE; the page has the sentence of recv, but programs that set the option do send urgent data (m)",
  ),
  arises("send", 10053, "data was never acknowledged", TIMES, "client.sending.send"),
  arises("send", 10054, "a RST, or a keep-alive that failed", TIMES, "client.asking.send"),
  arises("send", 10060, "the time of SO_SNDTIMEO is over", TIMES, "client.patient.send"),

  cannot("connect", 10050, SUBSYSTEM),
  arises(
    "connect",
    10048,
    "from a port that has a connection to that peer",
    PLACES,
    "client.tuples.connect",
  ),
  arises(
    "connect",
    10004,
    "closesocket in another thread",
    GONE,
    "client.connecting.caller.connect",
  ),
  cannot("connect", 10036, HOOKS),
  arises("connect", 10037, "again while it does not block", BLOCK, "client.app.connect"),
  arises("connect", 10049, "to a broadcast address", PLACES, "client.ways.connect"),
  cannot("connect", 10047, "an address of another family; there is only IPv4"),
  arises("connect", 10061, "RSTs to all SYNs", PLACES, "client.ways.connect"),
  cannot("connect", 10014, FAULT),
  arises("connect", 10022, "the socket listens", EARLY, "client.app.connect"),
  arises("connect", 10056, "the socket is connected", EARLY, "client.app.connect"),
  arises("connect", 10051, "no route leads there", PLACES, "client.ways.connect"),
  arises(
    "connect",
    10065,
    "ICMP host or net unreachable, with TCP_FAIL_CONNECT_ON_ICMP_ERROR",
    PLACES,
    "client.ways.connect",
  ),
  arises("connect", 10055, "no port is free", PLACES, "client.exhausted.connect"),
  arises("connect", 10038, "after closesocket", EARLY, "client.app.connect"),
  arises("connect", 10060, "no answer to any SYN", PLACES, "client.ways.connect"),
  arises("connect", 10035, "it has begun and does not block", BLOCK, "client.app.connect"),
  cannot("connect", 10013, "a broadcast address, which only datagrams may have"),

  arises(
    "accept",
    10054,
    "the connection was reset before",
    "closing/reset-in-queue.yaml",
    "windows.web.accept",
  ),
  cannot("accept", 10014, FAULT),
  arises("accept", 10004, "closesocket in another thread", GONE, "client.accepting.taker.accept"),
  arises("accept", 10022, "the socket does not listen", EARLY, "client.app.accept"),
  cannot("accept", 10036, HOOKS),
  cannot("accept", 10024, "no handle left; a process has as many as it asks for"),
  cannot("accept", 10050, SUBSYSTEM),
  cannot("accept", 10055, MEMORY),
  arises("accept", 10038, "after closesocket", EARLY, "client.app.accept"),
  cannot("accept", 10045, DATAGRAMS),
  arises("accept", 10035, "nobody waits, and it does not block", BLOCK, "server.web.accept"),

  arises("shutdown", 10053, "data was never acknowledged", TIMES, "client.sending.shutdown"),
  arises("shutdown", 10054, "a RST, or a keep-alive that failed", TIMES, "client.asking.shutdown"),
  cannot("shutdown", 10036, HOOKS),
  cannot("shutdown", 10022, KIND),
  cannot("shutdown", 10050, SUBSYSTEM),
  arises("shutdown", 10057, "not connected, or listening", EARLY, "client.app.shutdown"),
  arises("shutdown", 10038, "after closesocket", EARLY, "client.app.shutdown"),

  cannot("closesocket", 10050, SUBSYSTEM),
  arises("closesocket", 10038, "a second time", EARLY, "client.app.closesocket"),
  cannot("closesocket", 10036, HOOKS),
  cannot("closesocket", 10004, CANCELLED),
  arises(
    "closesocket",
    10035,
    "SO_LINGER with a time on a socket that does not block; the handle stays",
    BLOCK,
    "client.app.closesocket",
  ),

  cannot("bind", 10050, SUBSYSTEM),
  arises(
    "bind",
    10013,
    "SO_REUSEADDR, and the other has SO_EXCLUSIVEADDRUSE",
    PLACES,
    "client.ports.bind",
  ),
  arises("bind", 10048, "the port is taken", PLACES, "client.ports.bind"),
  arises("bind", 10049, "the address is not the host's", PLACES, "client.ports.bind"),
  cannot("bind", 10014, FAULT),
  cannot("bind", 10036, HOOKS),
  arises("bind", 10022, "the socket is bound", EARLY, "client.app.bind"),
  cannot("bind", 10055, MEMORY),
  arises("bind", 10038, "after closesocket", EARLY, "client.app.bind"),

  cannot("listen", 10050, SUBSYSTEM),
  cannot("listen", 10036, HOOKS),
  arises("listen", 10022, "the socket is not bound", EARLY, "client.app.listen"),
  arises("listen", 10038, "after closesocket", EARLY, "client.app.listen"),
  cannot("listen", 10045, DATAGRAMS),

  cannot("setsockopt", 10050, SUBSYSTEM),
  cannot("setsockopt", 10014, FAULT),
  cannot("setsockopt", 10036, HOOKS),
  cannot("setsockopt", 10022, KIND),
  arises("setsockopt", 10042, "an option of other systems", EARLY, "client.app.setsockopt"),
  arises("setsockopt", 10038, "after closesocket", EARLY, "client.app.setsockopt"),

  arises("select", 10004, "closesocket in another thread", GONE, "client.selecting.chooser.select"),
  arises("select", 10038, "after closesocket", EARLY, "client.app.select"),

  arises("WSARecv", 997, "the operation is pending", GONE, "client.overlapped.WSARecv"),
  arises(
    "WSAGetOverlappedResult",
    995,
    "closesocket cancelled the operation",
    GONE,
    "client.overlapped.reading.WSAGetOverlappedResult",
  ),
];
