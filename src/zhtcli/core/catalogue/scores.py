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
OTHER_OVERLAY = Rule(
    code="ZHT-SCORE-OVERLAY",
    severity="error",
    title="叠加规则不是这种表的",
    message="叠加规则“{title}”用于 {regime}，这份表是 {form}，没有计分。",
    hint="请换成这种表的叠加规则，或者不加 --overlay；文件夹里有几种表的，用 --regime 只取一种。",
    meaning="叠加规则写的是某一个制度的分值和等次；套到别的制度上，指标序号对不上，分数没有意义。",
    stops_score=True,
)
