"""Findings about what was asked of a form: things that it cannot be asked."""

from zhtcli.core.finding import Rule

NOTHING_TO_SCORE = Rule(
    code="ZHT-SCORE-NONE",
    severity="note",
    title="没有可计的分",
    message="“{form}”所依据的文件不计分。",
    hint="请改用 {verb}。",
    meaning="有的文件只要求监测，不规定分值；程序不替文件补出分数。有进度的看 zht progress，其余的看 zht validate。",
)
