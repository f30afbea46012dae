/**
 * The form of an inspection: what is chosen or typed becomes an item, and each point shows how far its items have come.
 *
 * @example
 * <form data-visit data-word-kept="已存本机" data-word-synced="已同步" data-word-refused="被拒绝" data-word-remove="移除">
 *   <p data-status></p>
 *   <fieldset data-point="fit.size"> <input type="radio" name="score:fit.size" value="4"> <textarea name="note:fit.size">
 *     <input type="file" name="photo:fit.size"> <ul data-shots></ul> <p data-sync></p> </fieldset>
 * </form>
 */
import { type Item, newId, type Outcome, type State } from "./offline-queue";
import { shrunk } from "./photo";

export interface Acts {
  add(kind: string, key: string, value: unknown, blob?: Blob): Promise<void>;
  sync(): void;
  putAway(id: string): void;
}

const FIELDS = ["score", "note", "measure", "summary"];
const WORST: State[] = ["refused", "kept", "synced"];

export class VisitForm {
  private readonly pictures = new Map<string, string>();

  constructor(private readonly form: HTMLFormElement) {}

  listen(acts: Acts): void {
    this.form.addEventListener("change", (event) => void this.changed(event.target, acts));
    this.form.addEventListener("submit", (event) => void this.submitted(event, acts));
    this.form.addEventListener("click", (event) => {
      const pressed = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-put-away]") : null;
      if (pressed) acts.putAway(pressed.dataset["putAway"] ?? "");
    });
  }

  private async changed(target: EventTarget | null, acts: Acts): Promise<void> {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement))
      return;
    const [kind = "", key = ""] = target.name.split(":");
    if (kind === "photo" && target instanceof HTMLInputElement) {
      const files = [...(target.files ?? [])];
      target.value = "";
      for (const file of files) await acts.add("photo", key, null, await shrunk(file));
    } else if (FIELDS.includes(kind)) {
      const value = kind === "score" ? (target.value === "" ? null : Number(target.value)) : target.value;
      await acts.add(kind, key, value);
    }
  }

  /** Everything is kept already when the button is pressed; it sends, adds a promise, removes a row or finishes. */
  private async submitted(event: SubmitEvent, acts: Acts): Promise<void> {
    event.preventDefault();
    // The guard against double sending is for forms that leave the page.
    delete this.form.dataset["sent"];
    const pressed = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
    if (pressed?.name === "promise") return this.promised(acts);
    if (pressed && (pressed.name === "unpromise" || pressed.name === "unphoto")) {
      pressed.closest("li")?.remove();
      return acts.add(pressed.name, pressed.value, null);
    }
    if (pressed?.name === "finish") {
      const isFinished = pressed.value === "1";
      pressed.disabled = true;
      return acts.add("finish", "", isFinished);
    }
    acts.sync();
  }

  private async promised(acts: Acts): Promise<void> {
    const field = (name: string): HTMLInputElement | null => this.form.querySelector(`[name="promise_${name}"]`);
    const item = field("item");
    if (!item?.value.trim()) {
      item?.focus();
      return;
    }
    const value = { item: item.value.trim(), said_by: field("said_by")?.value ?? "", note: field("note")?.value ?? "" };
    for (const name of ["item", "said_by", "note"]) {
      const cleared = field(name);
      if (cleared) cleared.value = "";
    }
    await acts.add("promise", newId(), value);
  }

  /** Put back what was kept, in the order in which it was typed. */
  restore(items: Item[]): void {
    for (const item of items) {
      if (item.state === "refused" || !FIELDS.includes(item.kind)) continue;
      const name = item.kind === "summary" ? "summary" : `${item.kind}:${item.key}`;
      const text = item.value === null ? "" : String(item.value);
      const fields = this.form.querySelectorAll<HTMLInputElement>(`[name="${name}"]`);
      for (const field of fields) {
        if (field.type === "radio") field.checked = field.value === text;
        else field.value = text;
      }
    }
    this.draw(items);
  }

  draw(items: Item[]): void {
    const waiting = items.filter((item) => item.state === "kept").length;
    for (const count of this.form.querySelectorAll("[data-waiting]")) count.textContent = String(waiting);
    this.form.dataset["waits"] = String(waiting);
    for (const part of this.form.querySelectorAll<HTMLElement>("[data-point]")) {
      const own = items.filter((item) => item.kind !== "promise" && item.key === part.dataset["point"]);
      this.mark(part.querySelector(":scope > [data-sync]"), own); // a photo of its own bears one too
      this.shots(part.querySelector("[data-shots]"), own);
    }
    this.mark(this.form.querySelector("[data-sync-summary]"), items.filter((item) => item.kind === "summary"));
    this.promises(items);
  }

  private mark(place: Element | null, items: Item[]): void {
    if (!(place instanceof HTMLElement)) return;
    const worst = WORST.find((state) => items.some((item) => item.state === state));
    place.textContent = worst ? this.word(worst) : "";
    place.dataset["sync"] = worst ?? "";
    for (const item of items.filter((one) => one.state === "refused")) place.append(this.reason(item));
  }

  private reason(item: Item): HTMLElement {
    const row = document.createElement("span");
    row.className = "visit-refused";
    row.textContent = ` ${item.why ?? ""} `;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet";
    button.dataset["putAway"] = item.id;
    button.textContent = this.word("remove");
    row.append(button);
    return row;
  }

  /** Photos that are still on the device; those on the server stand in the page. */
  private shots(list: Element | null, items: Item[]): void {
    if (!list) return;
    for (const old of list.querySelectorAll("[data-local]")) old.remove();
    for (const item of items.filter((one) => one.kind === "photo")) {
      const row = document.createElement("li");
      row.dataset["local"] = item.id;
      const picture = this.picture(item);
      if (picture) row.append(picture);
      const word = document.createElement("span");
      word.className = "visit-sync";
      word.dataset["sync"] = item.state;
      word.textContent = this.word(item.state);
      row.append(word);
      list.append(row);
    }
  }

  private picture(item: Item): HTMLImageElement | undefined {
    if (item.blob && !this.pictures.has(item.id)) this.pictures.set(item.id, URL.createObjectURL(item.blob));
    const address = this.pictures.get(item.id);
    if (!address) return undefined;
    const picture = document.createElement("img");
    picture.src = address;
    picture.alt = "";
    return picture;
  }

  private promises(items: Item[]): void {
    const list = this.form.querySelector("[data-promises]");
    if (!list) return;
    for (const old of list.querySelectorAll("[data-local]")) old.remove();
    for (const item of items.filter((one) => one.kind === "promise")) {
      const row = document.createElement("li");
      row.dataset["local"] = item.id;
      row.textContent = `${(item.value as { item: string }).item} `;
      const word = document.createElement("span");
      word.className = "visit-sync";
      word.dataset["sync"] = item.state;
      word.textContent = this.word(item.state);
      row.append(word);
      list.append(row);
    }
  }

  say(outcome: Outcome | "sending"): void {
    this.form.dataset["outcome"] = outcome;
    const words: Record<string, string> = {
      done: "allSynced",
      sending: "sending",
      offline: "offline",
      "sign-in": "signIn",
      fault: "fault",
    };
    for (const place of this.form.querySelectorAll<HTMLElement>("[data-status]"))
      place.textContent = this.form.dataset[`word${capital(words[outcome] ?? "")}`] ?? "";
  }

  sayWhetherKept(isKept: boolean): void {
    this.form.dataset["opensOffline"] = String(isKept);
    for (const place of this.form.querySelectorAll<HTMLElement>("[data-kept]"))
      place.textContent = this.form.dataset[isKept ? "wordOpensOffline" : "wordNeedsNetwork"] ?? "";
  }

  private word(name: State | "remove"): string {
    return this.form.dataset[`word${capital(name)}`] ?? "";
  }
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
