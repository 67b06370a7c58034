"""Findings about what was entered: missing, impossible, unlikely, contradictory."""

from zhtcli.core.finding import Rule

MISSING = Rule(
    code="ZHT-ENTRY-MISSING",
    severity="error",
    title="未填报",
    message="第{no}项“{name}”没有填{year}实际数，{treated}。",
    hint="请填写；没有发生的填 0，不适用的把状态选为“不适用”并在备注写明理由。",
    meaning="空白和 0 是两回事：0 是如实的结果，空白是没有说。目标为 0 的指标也要填。",
)
EARLIER_MISSING = Rule(
    code="ZHT-ENTRY-EARLIER",
    severity="warning",
    title="以前年份未填",
    message="{year}的实际数有{count}项没有填（第{nos}项），{treated}。",
    hint="请补填{year}的实际数，或用 zht template --from 带入当年的填报件重新生成。",
    meaning="累计要把各年相加，缺一年就不能算。程序不用 0 代替没有填的年份。",
)
FIELD_MISSING = Rule(
    code="ZHT-ENTRY-FIELD",
    severity="error",
    title="必填栏目未填",
    message="{place}的“{name}”没有填。",
    hint="请填写{name}。",
    meaning="没有单位名称和代码，填报件无法对应到单位，也无法把各年连起来；其他必填栏目空着，有关的内容无法核对。",
)
SIGNATURE_MISSING = Rule(
    code="ZHT-ENTRY-SIGNATURE",
    severity="warning",
    title="签署栏未填",
    message="签署栏的{names}没有填。",
    hint="请在打印签字盖章前填好。",
    meaning="签署栏说明谁填写、何时填写，出现出入时由此追溯。",
)
NEGATIVE = Rule(
    code="ZHT-ENTRY-NEGATIVE",
    severity="error",
    title="负数",
    message="{label}填了负数“{raw}”，这个数没有采用。",
    hint="请改为不小于 0 的数。",
    meaning="本表的数都是数量、金额或比例，不会是负数；往年数的更正应在往年的列里改。",
)
ABSURD = Rule(
    code="ZHT-ENTRY-ABSURD",
    severity="warning",
    title="数值异常大",
    message="{label}填了{raw}，超过各年最高目标{target}的20倍；照填报数计算。",
    hint="请核对是否多打了零、用错了单位，或把累计数填进了当年。确实如此的，在备注说明。",
    meaning="远超目标的数常常是单位或位数错误，也可能属实，所以照算并提请核对。",
)
SHARE_OVER = Rule(
    code="ZHT-ENTRY-OVER100",
    severity="error",
    title="比例超过100%",
    message="{label}是{raw}，超过{limit}%，不可能成立，这个数没有采用。",
    hint="请核对：百分比格里粘贴 2.5 会变成 250%，应输入 2.5% 或填分子分母。",
    meaning="单元格已是百分比格式时，粘贴进来的 2.5 会显示为 250%。比例不会超过 100%，程序不猜原意。",
)
SUSPICIOUS_SHARE = Rule(
    code="ZHT-ENTRY-SCALE",
    severity="warning",
    title="百分比可能错了位",
    message="{label}是{raw}，与目标{target}%相差二十倍以上；照填报数计算。",
    hint="请核对是否把小数当成了百分数（0.9 与 90%）。确实如此的，改填分子分母。",
    meaning="0.9 写在百分比格里就是 0.9%，不是 90%。程序不猜，只提请核对。",
)
NO_PARTS = Rule(
    code="ZHT-ENTRY-NOPARTS",
    severity="warning",
    title="没有分子分母",
    message="{label}只填了百分比{raw}，没有分子和分母；照百分比{taken}。",
    hint="请补填分子和分母，以便核对。",
    meaning="只有比例时无从核对口径，比例本身仍可计分。",
)
PART_MISSING = Rule(
    code="ZHT-ENTRY-PART",
    severity="error",
    title="分子分母缺一个",
    message="第{no}项只填了{present}，没有填{missing}，比例无法计算，{unused}。",
    hint="请补填{missing}。",
    meaning="分子分母要么都填，要么都不填。只填一个时，即使另写了百分比也无法核对。",
)
DENOMINATOR_ZERO = Rule(
    code="ZHT-ENTRY-ZERODENOM",
    severity="error",
    title="分母为0",
    message="第{no}项的{name}填了0，比例无法计算，{unused}。",
    hint="请核对{name}；确实为 0 的，{explained}。",
    meaning="除以 0 没有意义，既不能算 0%，也不能算 100%。",
)
PARTS_DISAGREE = Rule(
    code="ZHT-ENTRY-RATIO",
    severity="error",
    title="百分比与分子分母不符",
    message="第{no}项填的是{raw}，按分子分母计算是{computed}，两者不符，{treated}。",
    hint="请核对分子、分母和百分比，改到一致。",
    meaning="同一比例有两种说法，计分时采用哪一个都没有依据；不计分的监测表采用按分子分母计算的数。"
    "相差在末位半个单位以内视为一致。",
)
PART_EXCEEDS = Rule(
    code="ZHT-ENTRY-PARTOVER",
    severity="error",
    title="分子大于分母",
    message="第{no}项的{numerator}（{top}）大于{denominator}（{bottom}），不可能成立，这一项{unused}。",
    hint="请核对两个数是否填反，或口径是否一致。",
    meaning="分子是分母的一部分，不会超过分母。",
)
STATE_CONTRADICTS = Rule(
    code="ZHT-ENTRY-STATE",
    severity="warning",
    title="状态与数值矛盾",
    message="第{no}项状态选了“{state}”，实际数却是{raw}；按填报的数计算。",
    hint="请改正状态或数值。",
    meaning="状态用来说明空白的原因；已经填了数，就以数为准。",
)
NOT_STARTED_ZERO = Rule(
    code="ZHT-ENTRY-NOTSTARTED",
    severity="note",
    title="未开展按0计",
    message="第{no}项状态选了“未开展”而没有填数，按0计。",
    hint="请核对；确实没有开展的，最好直接填 0。",
    meaning="“未开展”是填报人的说明，等于当年为 0，不同于漏填。",
)
NOT_APPLICABLE = Rule(
    code="ZHT-ENTRY-NA",
    severity="warning",
    title="填为不适用",
    message="第{no}项填为“不适用”；文件没有规定不适用的处理，这一项{unused}，由{approver}认定。",
    hint="请由{approver}决定并说明理由；实际为 0 的请填 0。",
    meaning="文件没有写哪些指标可以不适用，所以不能自动剔除，也不能当作完成。",
)
NA_WITHOUT_REASON = Rule(
    code="ZHT-ENTRY-NAREASON",
    severity="error",
    title="不适用没有理由",
    message="第{no}项填为“不适用”，{remark}里没有写理由。",
    hint="请在{remark}写明为什么不适用。",
    meaning="不适用要有人能据以认定的理由。",
)
SELF_SCORE = Rule(
    code="ZHT-ENTRY-SELFSCORE",
    severity="note",
    title="自评与核算不同",
    message="第{no}项自评{raw}分，核算{points}分；自评只作对照，不参加计分。",
    hint="请看 zht explain 的计算过程，核对差在哪里。",
    meaning="自评得分由填报单位自己计算，用来发现理解上的不同，从不采用。",
)
USCC_FORM = Rule(
    code="ZHT-ENTRY-USCC",
    severity="error",
    title="统一社会信用代码格式不对",
    message="{label}“{raw}”不是18位的统一社会信用代码。",
    hint="请按营业执照填写18位代码，只含数字和大写字母（不含 I、O、S、V、Z）。",
    meaning="代码按 GB 32100-2015 为18位。在数字格式的单元格里输入会丢失末几位，请用文本格式。",
)
USCC_CHECK = Rule(
    code="ZHT-ENTRY-USCCCHECK",
    severity="warning",
    title="统一社会信用代码校验位不符",
    message="{label}“{raw}”的校验位不符，可能有一位抄错；照填报的代码使用。",
    hint="请对照营业执照核对。少数由旧注册号沿用的代码确实通不过校验，可不改。",
    meaning="末位是按 GB 32100-2015 由前17位算出的校验码。早年沿用旧号的少数代码不符合算法，所以只作提醒。",
)
AT_MOST = Rule(
    code="ZHT-CHECK-ATMOST",
    severity="warning",
    title="勾稽关系：不应超过",
    message="{sentence}：第{no}项{lesser}，第{other}项{greater}（{scope}）；照填报数计算。",
    hint="请核对两项的数，确实如此的{explained}。",
    meaning="一项包含在另一项之中，不会更大。常见原因是两项填反，或一项填了累计、另一项填了当年。",
)
SUM_OF = Rule(
    code="ZHT-CHECK-SUM",
    severity="warning",
    title="勾稽关系：合计不符",
    message="{sentence}：{year}第{no}项填{whole}，分项之和是{total}；照填报数计算。",
    hint="请核对各项的数，确实如此的在备注说明。",
    meaning="合计项应等于各分项之和，目标列中也是如此。",
)
TRACKS_TO_DATE = Rule(
    code="ZHT-CHECK-TODATE",
    severity="warning",
    title="疑似填了累计数",
    message="第{no}项{year}填了{raw}，接近目标列印的到年末累计数{column}；照当年新增计算。",
    hint="请核对：这一项只填当年新增数，累计由程序相加。确实都是当年新增的，在备注说明。",
    meaning="目标列印的是到当年末的累计数，容易照着填成累计，一累加就重复计算。",
)
