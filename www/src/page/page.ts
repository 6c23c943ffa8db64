/** The page: it is laid out anew for another language, and keeps its editors and its state. */

import { button, fill, h } from "../dom";
import { assist } from "../editor/assist";
import { Editor } from "../editor/editor";
import { Engine } from "../engine/engine";
import { languageOf, translator } from "../i18n/index";
import { StreamPane } from "../post-render/stream";
import { preset } from "../presets";
import { Start } from "../start/start";
import { savePreferences } from "../state/storage";
import { INITIAL, type Preferences, type State } from "../state/state";
import type { Session } from "../state/session";
import type { Store } from "../state/store";
import type { Context } from "./context";
import { header } from "./header";
import { PreviewSource } from "./preview";
import { ResultPane } from "./result";
import { notice, Status } from "./status";
import { ValuesPane } from "./values";

export class Page {
  readonly #root: HTMLElement;
  readonly #session: Session;
  readonly #store: Store;
  readonly #engine = new Engine();
  readonly #source: PreviewSource;
  readonly #editor: Editor;
  readonly #streamEditor: Editor;
  readonly #notice = h("div", {});
  #preferences: Preferences;
  #values: ValuesPane | null = null;
  #stream: StreamPane | null = null;
  #result: ResultPane | null = null;
  #status: Status | null = null;
  #input = h("div", { class: "input-place" });

  constructor(root: HTMLElement, session: Session, preferences: Preferences) {
    const { store, isNew } = session;
    this.#root = root;
    this.#session = session;
    this.#store = store;
    this.#preferences = preferences;
    this.#source = new PreviewSource(this.#engine, store);
    this.#editor = new Editor(store.state.values, (values) => this.#typed({ values }), assist(this.#engine, () => languageOf(this.#preferences)));
    this.#streamEditor = new Editor(store.state.stream, (stream) => this.#typed({ stream }));
    this.#source.onPending(() => this.#result?.pending());
    this.#source.onPreview((preview) => {
      this.#status?.show(preview);
      this.#values?.show(preview);
      this.#stream?.show(preview);
      void this.#result?.show(preview);
    });
    store.subscribe((state, before) => this.#changed(state, before));
    this.#engine.onHealth(() => this.#tell());
    this.#lookAs();
    if (isNew) this.#ask();
    else this.#lay();
  }

  /** Lays the page out in the language of the reader. */
  #lay(): void {
    const { state } = this.#store;
    const context = this.#context();
    this.#result?.destroy();
    this.#values = new ValuesPane(context, () => this.#ask());
    this.#stream = new StreamPane(context);
    this.#result = new ResultPane(context, this.#source);
    this.#status = new Status(context);
    fill(this.#input, state.mode === "cluster" ? this.#values.element : this.#stream.element);
    fill(this.#root, this.#header(context, true), this.#notice,
      h("main", { class: "split" }, this.#input, this.#result.element), this.#status.element);
    this.#values.changed();
    this.#tell();
    void this.#source.refresh();
  }

  /** Asks the three questions. */
  #ask(): void {
    const context = this.#context();
    this.#result?.destroy();
    this.#values = null;
    this.#stream = null;
    this.#result = null;
    this.#status = null;
    const start = new Start(this.#engine, context.t, (values) => {
      this.#store.update({ mode: "cluster" });
      this.#editor.replace(values);
      this.#lay();
      // What had the focus is gone.
      this.#result?.element.focus();
    });
    fill(this.#root, this.#header(context, false), this.#notice, h("main", {}, start.element));
    this.#tell();
  }

  #context(): Context {
    const language = languageOf(this.#preferences);
    return {
      engine: this.#engine,
      store: this.#store,
      language,
      t: translator(language),
      editor: this.#editor,
      streamEditor: this.#streamEditor,
    };
  }

  #header(context: Context, hasResult: boolean): HTMLElement {
    return header(this.#store, context.t, this.#preferences, {
      prefer: (preferences) => this.#prefer(preferences),
      startOver: () => this.#startOver(context),
    }, hasResult);
  }

  #startOver(context: Context): void {
    if (!confirm(context.t("startOverSure"))) return;
    this.#store.update({ ...INITIAL });
    this.#editor.reset(preset("minimal")?.text ?? "");
    this.#streamEditor.reset("");
    this.#session.dropLink();
    this.#ask();
  }

  #prefer(preferences: Preferences): void {
    const isOtherLanguage = languageOf(preferences) !== languageOf(this.#preferences);
    this.#preferences = preferences;
    savePreferences(preferences);
    this.#lookAs();
    if (!isOtherLanguage) return;
    if (this.#values === null) this.#ask();
    else this.#lay();
  }

  #lookAs(): void {
    const language = languageOf(this.#preferences);
    document.documentElement.lang = language;
    document.documentElement.dataset["theme"] = this.#preferences.theme;
    document.title = translator(language)("title");
  }

  #typed(change: Partial<State>): void {
    this.#store.update(change);
  }

  #changed(state: State, before: State): void {
    if (state.values !== before.values) this.#values?.changed();
    if (state.view !== before.view) this.#values?.layOut();
    if (state.mode !== before.mode && this.#values !== null && this.#stream !== null) {
      fill(this.#input, state.mode === "cluster" ? this.#values.element : this.#stream.element);
    }
    if (state.mode !== before.mode || state.tab !== before.tab) void this.#result?.open();
    else if (state.options !== before.options) this.#result?.again();
  }

  /** Says that a link has taken nothing away. */
  #aside(): HTMLElement {
    const { t } = this.#context();
    const dismiss = () => {
      this.#session.dismiss();
      this.#tell();
    };
    return h("p", { class: "notice" }, t("linkAside"), " ",
      button(t("linkBack"), () => this.#session.bringBack()), " ", button(t("dismiss"), dismiss));
  }

  #tell(): void {
    const made = notice(this.#context(), this.#engine.health, () => {
      this.#engine.start();
      if (this.#values !== null) this.#lay();
    });
    const broken = this.#session.isLinkBroken ? h("p", { class: "notice", role: "alert" }, this.#context().t("linkBroken")) : null;
    fill(this.#notice, made, broken, this.#session.hasAside ? this.#aside() : null);
  }
}
