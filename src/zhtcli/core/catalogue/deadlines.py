"""Findings about when a form came in, and about the steps that it went through on its way."""

from zhtcli.core.finding import Rule

LATE = Rule(
    code="ZHT-DUE-LATE",
    severity="warning",
    title="报送逾期",
    message="报送期限是 {due}，“{name}”是 {day}，逾期 {days} 天。",
    hint="请核对这个日期；确实逾期的，不必改动，照实记录。",
    meaning="文件规定了每期数据的报送期限，报送是否及时会记入汇总。期限当日 24 时以前都算按期，逾期按整日计算。",
)
UNKNOWN = Rule(
    code="ZHT-DUE-UNKNOWN",
    severity="note",
    title="没有写报送的日期",
    message="“{name}”没有填写，无法判断是否按期；报送期限是 {due}。",
    hint="请在报送时填写“{name}”。",
    meaning="程序不会拿今天的日期或文件的修改时间代替，所以没有写日期，就既不算按期，也不算逾期。",
)
STAND_IN = Rule(
    code="ZHT-DUE-STANDIN",
    severity="note",
    title="按另一个日期判断是否按期",
    message="“{wanted}”没有填写，是否按期按“{name}”（{day}）判断；报送期限是 {due}，算作按期。",
    hint="请补填“{wanted}”。",
    meaning="填好了表不等于报送了表，中间还有审核。用前一步的日期代替，可能把逾期的看成按期。",
)
EARLY = Rule(
    code="ZHT-DUE-EARLY",
    severity="warning",
    title="报送的日期太早",
    message="“{name}”是 {day}，而{period}到 {end} 才结束；没有改动，照所填的判断是否按期。",
    hint="请核对年份和月份，也请核对这份表填的是哪一期。",
    meaning="一期没有结束，就不会有这一期的数据。多半是年份写成了上一年，或者用错了另一期的表。",
)
CALENDAR = Rule(
    code="ZHT-DUE-CALENDAR",
    severity="note",
    title="不知道那一年的放假安排",
    message="程序所知的放假和调休安排到 {end} 为止；报送期限 {due} 是把周一至周五当作工作日推算的。",
    hint="请对照国务院办公厅当年的放假通知核对期限；升级程序可以得到新的安排。",
    meaning="期限的最后一天是休息日时，顺延到下一个工作日。放假和调休每年另行通知，通知之前只能按周末推算，"
    "推算的日期可能早，也可能晚。",
)
SKIPPED = Rule(
    code="ZHT-STEP-SKIPPED",
    severity="warning",
    title="缺少前一步的记录",
    message="已有“{state}”的记录（{told}），却没有“{missing}”的记录；没有改动，照所填的认定为“{now}”。",
    hint="请补填“{fields}”；确实没有经过这一步的，请按程序办理。",
    meaning="各步依次办理，后一步以前一步为前提。缺少前一步的记录，分不清是漏填，还是没有经过审核就报送了。",
)
UNPASSED = Rule(
    code="ZHT-STEP-UNPASSED",
    severity="warning",
    title="没有通过就进入下一步",
    message="已有“{state}”的记录（{told}），而“{name}”填的是“{raw}”；没有改动，照所填的认定为“{now}”。",
    hint="退回后又审核通过的，请把“{name}”和审核的日期改成最近一次的；没有通过的，请按程序办理。",
    meaning="退回的表应当改好重报，审核通过以后才能进入下一步。多半是重新审核后没有更新记录。",
)
DISORDER = Rule(
    code="ZHT-STEP-DISORDER",
    severity="warning",
    title="办理的先后颠倒",
    message="“{later}”（{raw}）早于“{earlier}”（{first}）{outcome}；没有改动，照所填的认定为“{now}”。",
    hint="请核对两个时间；退回后改好重报的，要重新审核，并把审核的时间和结果改成最近一次的。",
    meaning="各步依次办理，后一步不会早于前一步，只有退回后重报的例外。颠倒的多半是填错了日期，也可能是通过以后又改了表，没有再审核。",
)
RETURNED = Rule(
    code="ZHT-STEP-RETURNED",
    severity="warning",
    title="退回后没有重新报送",
    message="“{name}”填的是“{raw}”，此后没有重新填报的记录，现在的状态是“{state}”。",
    hint="请改好后重新填报，并更新填报的日期。",
    meaning="退回的表要改好重报才算办完。已经重报而仍有这条提示的，多半是日期没有更新。",
)
UNCOUNTED = Rule(
    code="ZHT-STEP-UNCOUNTED",
    severity="warning",
    title="退回次数与审核结果不符",
    message="“{other}”填的是“{outcome}”，而“{name}”填的是“{raw}”；没有改动，照所填的次数汇总。",
    hint="请核对退回次数；退回过的至少填 1。",
    meaning="退回次数会记入汇总。审核结果是退回，次数就不会是 0。",
)
NO_RESULT = Rule(
    code="ZHT-STEP-NORESULT",
    severity="note",
    title="没有写结果",
    message="“{told}”已经填写，“{name}”没有填写；暂按“{state}”处理。",
    hint="请填写“{name}”。",
    meaning="只有日期，看不出是通过还是退回。",
)
NOBODY = Rule(
    code="ZHT-STEP-NOBODY",
    severity="note",
    title="没有写由谁办理",
    message="“{told}”已经填写，“{name}”没有填写。",
    hint="请填写“{name}”。",
    meaning="每一步由谁办理要有记录，责任才能到人；退回、核实时也知道该找谁。",
)
TOO_SOON = Rule(
    code="ZHT-STEP-SOON",
    severity="warning",
    title="两步之间的天数太少",
    message="“{first_name}”是 {first}，“{name}”是 {day}，其间只有 {count} 个工作日，不满 {least} 个{beyond}。",
    hint="请核对两个日期；公示的天数以公示公告为准。",
    meaning="文件写了公示，没有写公示几天；这里按常见的五个工作日提示，起算的当日不算。不满五个工作日不说明认定无效。",
)
