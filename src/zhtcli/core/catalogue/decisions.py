"""Findings about reviewers' decisions: applied, or not applicable."""

from zhtcli.core.finding import Rule

FIGURE_DECIDED = Rule(
    code="ZHT-DECISION-FIGURE",
    severity="note",
    title="按裁定计",
    message="第{no}项{year}按裁定计为{value}：{author}。",
    hint="填报数和核定数仍列在旁边，供查对。",
    meaning="评审人的裁定优先于核定数和填报数，但不改动它们；裁定的理由、姓名和日期随结果保存。",
)
CONDITION_DECIDED = Rule(
    code="ZHT-DECISION-CONDITION",
    severity="note",
    title="按裁定认定条件",
    message="条件“{title}”按裁定为“{outcome}”，原来是“{by_rule}”：{author}。",
    hint="对裁定有异议的，请向核定单位提出。",
    meaning="写“一般”的条件没有达到，或者要由专家判断的，由人裁定；理由、姓名和日期随结果保存，程序原来的判断仍列在旁边。",
)
GRANT_DECIDED = Rule(
    code="ZHT-DECISION-GRANT",
    severity="note",
    title="按裁定补助",
    message="补助“{id}”（{payee}）按裁定{given}：{author}。程序算的是 {computed}。",
    hint="对裁定有异议的，请向核定单位提出。",
    meaning="原文没有写怎样处理的，由人裁定补多少；裁定不能超过限额，理由、姓名和日期随结果保存。后面的申请按裁定后的累计数核算。",
)
WHOLE = Rule(
    code="ZHT-DECISION-WHOLE",
    severity="error",
    title="裁定了整个结论",
    message="裁定说的“{title}”是各项条件合起来的结论，不能直接裁定，没有采用。",
    hint="请改为裁定还没有定的各项条件，名称和编号见 zht explain。",
    meaning="结论由各项条件得出。直接裁定结论，就说不清是哪一项条件凭什么算符合。",
)
ROW_DECIDED = Rule(
    code="ZHT-DECISION-ROW",
    severity="note",
    title="按裁定计行",
    message="这一行（{row}）按裁定{outcome}第{no}项：{author}。",
    hint="对裁定有异议的，请向核定单位提出。",
    meaning="评审人可以裁定单独一行计或不计，理由、姓名和日期随结果保存。",
)
UNMATCHED = Rule(
    code="ZHT-DECISION-UNMATCHED",
    severity="warning",
    title="裁定对不上",
    message="裁定说的{about}在本表里找不到，没有采用。",
    hint="请核对裁定文件里的序号或编号、期别和行标识；行标识见问题清单或台账核定。",
    meaning="行标识由台账里识别事项的几列组成，不随排序变化；台账改动后，旧的标识可能对不上。",
)
INCOMPLETE = Rule(
    code="ZHT-DECISION-INCOMPLETE",
    severity="error",
    title="裁定不完整",
    message="对{about}的裁定没有写全理由、姓名和日期，没有采用。",
    hint="请在裁定文件里补写理由（reason）、裁定人（by）和日期（date）。",
    meaning="裁定会改变得分、结论或金额，必须说得清谁在什么时候凭什么作出。",
)
OUT_OF_RANGE = Rule(
    code="ZHT-DECISION-RANGE",
    severity="error",
    title="裁定数不可能",
    message="对{about}的裁定写的是 {value}，超出可能的范围，没有采用。",
    hint="请核对：按分计的在 0 至分值之间，占比在 0 至 100 之间，条件写是或否，补助不超过限额所剩，其余不小于 0。",
    meaning="裁定数超出范围，多半是写错了指标或单位；不能替评审人改成某个数。",
)
BEYOND_BAND = Rule(
    code="ZHT-DECISION-BAND",
    severity="error",
    title="裁定的得分不在这一档",
    message="对{about}的裁定写的是 {value}，这一档可给 {low} 至 {high} 分，没有采用，仍按 {low} 分暂计。",
    hint="请在 {low} 至 {high} 分之间裁定；认为应属另一档的，裁定这一项的实际数。",
    meaning="叠加规则给这一档写了分数的范围，人只能在范围内定分；程序不替评审人改成最近的一个数。",
)
NO_RANGE = Rule(
    code="ZHT-DECISION-NORANGE",
    severity="error",
    title="这一项的得分不由人定",
    message="对{about}的裁定写的是 {value}，而这一项的得分已由规则得出，或者还没有可用的数，没有采用。",
    hint="实际数有误的，裁定实际数（不写行标识“得分”）；没有填报的，先补填。",
    meaning="只有完成率落在写了分数范围的一档里，得分才由人定。",
)
CONFLICT = Rule(
    code="ZHT-DECISION-CONFLICT",
    severity="error",
    title="裁定前后不一",
    message="对{about}有几条不同的裁定，都没有采用。",
    hint="请问清以哪一条为准，只留一条。",
    meaning="同一事项有两个不同的裁定，不能替评审人选择。",
)
