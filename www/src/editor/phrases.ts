/** The words of the editors themselves, in the language of the page. */

import { EditorState, type Extension } from "@codemirror/state";

const ZH: Record<string, string> = {
  "$ unchanged lines": "$ 行未改动",
  "Completions": "补全",
  "Control character": "控制字符",
  "Diagnostics": "诊断",
  "Fold line": "折叠该行",
  "Folded lines": "已折叠的行",
  "Go to line": "转到行",
  "No diagnostics": "没有问题",
  "Selection deleted": "已删除所选内容",
  "Unfold line": "展开该行",
  "Unfolded lines": "已展开的行",
  "Find": "查找",
  "Replace": "替换",
  "all": "全部",
  "by word": "整词",
  "close": "关闭",
  "current match": "当前匹配",
  "folded code": "已折叠的内容",
  "go": "转到",
  "match case": "区分大小写",
  "next": "下一个",
  "on line": "位于行",
  "previous": "上一个",
  "regexp": "正则表达式",
  "replace": "替换",
  "replace all": "全部替换",
  "replaced $ matches": "已替换 $ 处",
  "replaced match on line $": "已替换第 $ 行的匹配",
  "to": "至",
  "unfold": "展开",
};

/** Returns the words for the language that the page has now. */
export function phrases(): Extension {
  return document.documentElement.lang === "zh" ? EditorState.phrases.of(ZH) : [];
}
