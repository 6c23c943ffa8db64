/** For people who connect: hosts lines and a program. */

import { checkbox, fill, h, select } from "../dom";
import type { Choices } from "../engine/protocol";
import type { MessageKey } from "../i18n/index";
import { clusterOf, type Context } from "../page/context";
import type { Preview } from "../page/preview";
import { further, Output } from "./parts";
import type { Tab, TabView } from "./tab";

const ID = "clients";

export const clients: Tab = { id: ID, title: "tabClients", mode: "cluster", make: (context) => new Clients(context) };

export const POSITIONS: Record<string, MessageKey> = {
  "same-namespace": "fromSameNamespace",
  "other-namespace": "fromOtherNamespace",
  "other-cluster": "fromOtherCluster",
  outside: "fromOutside",
};

class Clients implements TabView {
  readonly element = h("div", { class: "column" });
  readonly #context: Context;
  readonly #hostsChoosers = h("div", { class: "choosers" });
  readonly #programChoosers = h("div", { class: "choosers" });
  readonly #hosts: Output;
  readonly #program: Output;
  #choices: Choices | null = null;

  constructor(context: Context) {
    this.#context = context;
    const { t } = context;
    this.#hosts = new Output(context);
    this.#program = new Output(context);
    this.element.append(
      h("section", { class: "column" }, h("h2", {}, t("hostsFile")), this.#hostsChoosers, this.#hosts.element),
      h("section", { class: "column" }, h("h2", {}, t("program")), this.#programChoosers, this.#program.element));
  }

  async show(preview: Preview): Promise<void> {
    this.#choices ??= (await this.#context.engine.ask("choices", {})) as Choices;
    this.#offer(this.#choices);
    await Promise.all([this.#showHosts(preview), this.#showProgram(preview)]);
  }

  destroy(): void {
    this.#hosts.destroy();
    this.#program.destroy();
  }

  #offer(choices: Choices): void {
    if (this.#hostsChoosers.hasChildNodes()) return;
    const { t } = this.#context;
    const plain = (words: readonly string[]) => words.map((word) => ({ value: word, label: word }));
    const positions = choices.positions.map((word) => ({ value: word, label: t(POSITIONS[word] ?? "from") }));
    fill(this.#hostsChoosers,
      select(t("system"), plain(choices.systems), this.#option("os", "linux"), (value) => this.#ask("os", value)),
      checkbox(t("block"), this.#option("block", "") === "yes", (on) => this.#ask("block", on ? "yes" : "")));
    fill(this.#programChoosers,
      select(t("languageOfProgram"), plain(choices.languages), this.#option("language", "java"), (value) => this.#ask("language", value)),
      select(t("from"), positions, this.#option("from", "same-namespace"), (value) => this.#ask("from", value)),
      h("span", { class: "files" }));
  }

  #option(name: string, fallback: string): string {
    return this.#context.store.option(ID, name, fallback);
  }

  #ask(name: string, value: string): void {
    this.#context.store.setOption(ID, name, value);
  }

  async #showHosts(preview: Preview): Promise<void> {
    const request = { cluster: clusterOf(preview.state), os: this.#option("os", "linux"), block: this.#option("block", "") === "yes" };
    const response = await this.#context.engine.ask("hosts", request, "hosts");
    const findings = further(response.diagnostics, preview.findings);
    this.#hosts.show(response.output, this.#context.t("hostsFile"), "hosts", findings, "plain");
  }

  async #showProgram(preview: Preview): Promise<void> {
    const request = {
      cluster: clusterOf(preview.state),
      language: this.#option("language", "java"),
      from: this.#option("from", "same-namespace"),
    };
    const response = await this.#context.engine.ask("client", request, "client");
    const files = response.files ?? [];
    const chosen = files.find((file) => file.name === this.#option("file", "")) ?? files[0];
    const names = files.map((file) => ({ value: file.name, label: file.name }));
    const chooser = this.#programChoosers.querySelector(".files");
    if (chooser !== null) {
      fill(chooser, chosen === undefined ? null : select(this.#context.t("file"), names, chosen.name, (value) => this.#ask("file", value)));
    }
    const findings = further(response.diagnostics, preview.findings);
    this.#program.show(chosen?.text, this.#context.t("program"), chosen?.name ?? "program", findings, "plain");
  }
}
