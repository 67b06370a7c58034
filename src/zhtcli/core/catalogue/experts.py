"""Findings about experts' scores."""

from zhtcli.core.finding import Rule

IN_THE_FORM = Rule(
    code="ZHT-EXPERT-INFORM",
    severity="warning",
    title="填报件里不填专家评分",
    message="第{no}项由专家评分，填报件里写的“{raw}”没有采用。",
    hint="请清空这一格；自己的意见可写在“自评得分”或“备注”栏。",
    meaning="专家评分来自专家各自的评分表（--experts），由被评单位填写的分数一律不采用。",
)
SHEET_IN_THE_FORM = Rule(
    code="ZHT-EXPERT-SHEET",
    severity="warning",
    title="填报件里有专家评分页",
    message="填报件里的“{sheet}”页像是专家评分表，其中的内容没有采用。",
    hint="请删去这一页；专家评分由专家用自己的评分表提交。",
    meaning="专家评分来自专家各自的评分表（--experts），填报件里夹带的评分一律不采用。",
)
NOT_JUDGED = Rule(
    code="ZHT-EXPERT-NOTJUDGED",
    severity="warning",
    title="不是专家评分的指标",
    message="专家“{expert}”给第{no}项评了分，但这一项不由专家评分，没有采用。",
    hint="请核对评分表里的指标序号。",
    meaning="只有文件定为专家评定的指标才用专家的分数，其余按数据计算。",
)
OUT_OF_RANGE = Rule(
    code="ZHT-EXPERT-RANGE",
    severity="error",
    title="专家评分超出范围",
    message="专家“{expert}”给第{no}项评了 {score} 分，应在 0 至 {most} 分之间，没有采用。",
    hint="请专家更正后重新计分。",
    meaning="分数超出这一项的分值，多半是填错了列，或按百分制评了分；不能替专家改成某个数。",
)
TWICE = Rule(
    code="ZHT-EXPERT-TWICE",
    severity="error",
    title="同一专家评了两个分",
    message="专家“{expert}”给第{no}项评了 {points} 分，前后不一，都没有采用。",
    hint="请问清以哪个为准，只留一份评分表。",
    meaning="同一专家交了两份评分表，或同一单位列了两行；不能替专家选择。",
)
NO_REASON = Rule(
    code="ZHT-EXPERT-NOREASON",
    severity="warning",
    title="没有写扣分理由",
    message="专家“{expert}”给第{no}项评了 {score} 分，不是满分 {most} 分，没有写理由。",
    hint="请专家补写理由。",
    meaning="扣分要说得出理由，申诉时才有依据。分数照计。",
)
GAP = Rule(
    code="ZHT-EXPERT-GAP",
    severity="warning",
    title="专家漏评",
    message="专家“{expert}”没有给第{nos}项评分，这些项按其他专家的评分计。",
    hint="请核对评分表是否漏填。",
    meaning="一位专家评了一些项而没有评另一些项，平均分的人数就不一样。",
)
NONE = Rule(
    code="ZHT-EXPERT-NONE",
    severity="warning",
    title="没有这个单位的专家评分",
    message="带入的专家评分里没有“{unit}”，由专家评分的指标仍待评定。",
    hint="请核对评分表里的单位名称或统一社会信用代码。",
    meaning="专家评分按统一社会信用代码或单位名称对应；写法不同，就对不上。",
)
