import { expect, test } from "vitest";
import type { Item } from "./offline-queue";
import { overHttp } from "./offline-transport";

const item: Item = { id: "1", owner: "f", place: "/here", kind: "score", key: "a", value: 3, at: "2027-02-01T08:00:00Z", state: "kept" };
const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const with_ = (answer: Response | Error) => {
  const asked: { address: string; options: RequestInit }[] = [];
  const get = (async (address: string, options: RequestInit) => {
    asked.push({ address, options });
    if (answer instanceof Error) throw answer;
    return answer;
  }) as typeof fetch;
  return { asked, transport: overHttp("/photos", get) };
};

test("the server's states become ours", async () => {
  const told = { at: "2027-02-01T08:01:00Z", answers: [{ id: "1", state: "older" }, { id: "2", state: "refused", why: "太大" }] };
  const { transport, asked } = with_(json(told));
  document.cookie = "csrftoken=abc";
  expect(await transport.send("/here", [item])).toEqual({
    outcome: "done",
    at: told.at,
    answers: [
      { id: "1", state: "synced" },
      { id: "2", state: "refused", why: "太大" },
    ],
  });
  expect(asked[0]?.address).toBe("/here");
  expect((asked[0]?.options.headers as Record<string, string>)["X-CSRFToken"]).toBe("abc");
  expect(JSON.parse(String(asked[0]?.options.body))).toEqual({
    entries: [{ id: "1", kind: "score", key: "a", value: 3, at: item.at }],
  });
});

test("no way to the server is offline, another person signed in is sign-in, trouble there is a fault", async () => {
  expect((await with_(new TypeError("no network")).transport.send("/here", [item])).outcome).toBe("offline");
  expect((await with_(json({}, 404)).transport.send("/here", [item])).outcome).toBe("sign-in");
  expect((await with_(new Response("", { status: 500 })).transport.send("/here", [item])).outcome).toBe("fault");
  expect((await with_(new Response("page")).transport.send("/here", [item])).outcome).toBe("fault");
});

test("a photo is an ordinary upload with its id", async () => {
  const { transport, asked } = with_(json({ at: "", answers: [] }));
  await transport.upload("/here", { ...item, kind: "photo", blob: new Blob(["x"]) });
  const sent = asked[0]?.options.body as FormData;
  expect([asked[0]?.address, sent.get("id"), sent.get("key"), (sent.get("file") as File).size]).toEqual(["/photos", "1", "a", 1]);
});
