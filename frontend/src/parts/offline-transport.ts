/** Items to the server: words as JSON in one request, a photo as an ordinary upload. */
import type { Answer, Item, Reply, Transport } from "./offline-queue";

const PATIENCE = 30_000;

export function overHttp(photos: string, get: typeof fetch = fetch, page: Document = document): Transport {
  const post = async (address: string, body: BodyInit, headers: Record<string, string>): Promise<Reply> => {
    let answer: Response;
    try {
      answer = await get(address, {
        method: "POST",
        body,
        credentials: "same-origin",
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
        headers: { Accept: "application/json", "X-CSRFToken": cookie(page, "csrftoken"), ...headers },
      });
    } catch {
      return { outcome: "offline", answers: [], at: "" };
    }
    return await read(answer);
  };
  return {
    send: (place, items) =>
      post(place, JSON.stringify({ entries: items.map(({ id, kind, key, value, at }) => ({ id, kind, key, value, at })) }), {
        "Content-Type": "application/json",
      }),
    upload: (_place, item) => post(photos, photoOf(item), {}),
  };
}

function photoOf(item: Item): FormData {
  const form = new FormData();
  form.set("id", item.id);
  form.set("key", item.key);
  form.set("at", item.at);
  if (item.blob) form.set("file", item.blob, `${item.at.slice(0, 10)}-${item.id.slice(0, 8)}.jpg`);
  return form;
}

/** A redirect leads to the sign-in page; 403 and 404 mean that somebody else is signed in. */
async function read(answer: Response): Promise<Reply> {
  if (answer.type === "opaqueredirect" || [0, 301, 302, 401, 403, 404].includes(answer.status))
    return { outcome: "sign-in", answers: [], at: "" };
  if (!answer.ok || !(answer.headers.get("Content-Type") ?? "").startsWith("application/json"))
    return { outcome: "fault", answers: [], at: "" };
  const told = (await answer.json()) as { at: string; answers: { id: string; state: string; why?: string }[] };
  const answers = told.answers.map(
    (one): Answer => ({
      id: one.id,
      state: one.state === "refused" ? "refused" : "synced",
      ...(one.why ? { why: one.why } : {}),
    }),
  );
  return { outcome: "done", answers, at: told.at };
}

export function cookie(page: Document, name: string): string {
  const found = page.cookie.split("; ").find((row) => row.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}
