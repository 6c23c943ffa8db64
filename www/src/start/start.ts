/** The first screen: three questions, and the preset that the answers lead to. */

import { button, fill, h, uniqueId } from "../dom";
import type { Engine } from "../engine/engine";
import type { Translate } from "../i18n/index";
import { preset } from "../presets";
import { QUESTIONS, wayFor, type Answers, type Way } from "./questions";

export class Start {
  readonly element: HTMLElement;
  readonly #answers: Answers = { nodes: "many", clients: "inside", data: "claim" };
  readonly #notice = h("p", { class: "banner", role: "alert", hidden: true });
  readonly #engine: Engine;
  readonly #t: Translate;
  readonly #done: (values: string) => void;

  constructor(engine: Engine, t: Translate, done: (values: string) => void) {
    this.#engine = engine;
    this.#t = t;
    this.#done = done;
    const title = uniqueId("start");
    const form = h("form", { "aria-labelledby": title, on: { submit: (event) => this.#submit(event) } },
      ...QUESTIONS.map((question) => this.#question(question)), this.#notice,
      h("div", { class: "actions" }, h("button", { type: "submit", class: "primary" }, t("startGo")),
        button(t("startSkip"), () => done(preset("minimal")?.text ?? ""), { class: "link" })));
    this.element = h("section", { class: "start" }, h("h2", { id: title }, t("startTitle")), h("p", { class: "quiet" }, t("tagline")), form);
  }

  #question(question: (typeof QUESTIONS)[number]): HTMLElement {
    const name = uniqueId("question");
    const answer = (one: (typeof question.answers)[number]) => {
      const box = h("input", { type: "radio", name, value: one.value, on: { change: () => this.#take(question.id, one.value) } });
      box.checked = this.#answers[question.id] === one.value;
      return h("label", { class: "answer" }, box, h("span", {}, this.#t(one.label)));
    };
    return h("fieldset", {}, h("legend", {}, this.#t(question.title)), ...question.answers.map(answer));
  }

  #take(id: keyof Answers, value: string): void {
    Object.assign(this.#answers, { [id]: value });
    this.#notice.hidden = true;
  }

  #submit(event: Event): void {
    event.preventDefault();
    const way = wayFor(this.#answers);
    if (way === null) {
      this.#notice.hidden = false;
      fill(this.#notice, this.#t("startImpossible"));
      return;
    }
    void valuesOf(this.#engine, way).then(this.#done);
  }
}

/** Returns the preset with its adjustments, made by the library as the form makes them. */
export async function valuesOf(engine: Engine, way: Way): Promise<string> {
  let text = preset(way.preset)?.text ?? "";
  for (const { path, value } of way.adjustments) {
    const { changes = [] } = await engine.ask("edit", { text, path, ...(value === undefined ? {} : { value }) });
    for (const change of [...changes].sort((a, b) => b.from - a.from)) {
      text = text.slice(0, change.from) + change.insert + text.slice(change.to);
    }
  }
  return text;
}
