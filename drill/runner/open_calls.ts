import { type CallHandler, endpointOf, handleAt, plain } from "./calls.ts";
import { NotSupported } from "./verdict.ts";

const HOW = { SHUT_RD: "receive", SHUT_WR: "send", SHUT_RDWR: "both" } as const;

/** The calls that open and close. */
export const openCalls: Readonly<Record<string, CallHandler>> = {
  *socket({ os, args }) {
    args.mustBe(3);
    const types = args.words(1);
    if (!types.has("SOCK_STREAM")) {
      throw new NotSupported(args.event.place, "sockets of other types");
    }
    const handle = yield* os.socket();
    if (types.has("SOCK_NONBLOCK")) yield* os.setsockopt(handle, "O_NONBLOCK", 1);
    return { value: handle, errno: "", handle };
  },

  *bind(site) {
    site.args.mustBe(3);
    const { localAddress, bindPort } = site.settings;
    const { address, port } = endpointOf(site, 1, localAddress, bindPort);
    return plain(yield* site.os.bind(handleAt(site, 0), address, port));
  },

  *listen(site) {
    site.args.mustBe(2);
    return plain(yield* site.os.listen(handleAt(site, 0), site.args.number(1)));
  },

  *accept(site) {
    site.args.mustBe(3, 4);
    const made = yield* site.os.accept(handleAt(site, 0));
    if (made.error !== "") return plain(made);
    if (site.args.count === 4 && site.args.words(3).has("SOCK_NONBLOCK")) {
      yield* site.os.setsockopt(made.value, "O_NONBLOCK", 1);
    }
    return { value: made.value, errno: "", handle: made.value };
  },

  *connect(site) {
    site.args.mustBe(3);
    const { remoteAddress, connectPort } = site.settings;
    const { address, port } = endpointOf(site, 1, remoteAddress, connectPort);
    return plain(yield* site.os.connect(handleAt(site, 0), address, port));
  },

  *shutdown(site) {
    site.args.mustBe(2);
    const word = site.args.word(1);
    if (!Object.hasOwn(HOW, word)) {
      throw new NotSupported(site.args.event.place, `shutdown ${word}`);
    }
    return plain(yield* site.os.shutdown(handleAt(site, 0), HOW[word as keyof typeof HOW]));
  },

  *close(site) {
    site.args.mustBe(1);
    const number = site.args.number(0);
    const found = site.descriptors.get(number);
    site.descriptors.remove(number);
    if (found?.kind === "epoll") return { value: 0, errno: "" };
    return plain(yield* site.os.close(found === null ? -1 : found.handle));
  },
};
