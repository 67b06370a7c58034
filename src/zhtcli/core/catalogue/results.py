"""Findings about a result that is held against its submission."""

from zhtcli.core.finding import Rule

OTHER_SUBMISSION = Rule(
    code="ZHT-RESULT-SUBMISSION",
    severity="error",
    title="不是结果所用的填报件",
    message="结果是由另一个文件算出的：结果记的SHA-256是 {seen}，这份填报件是 {known}；仍照这份填报件逐格核对。",
    hint="请找到结果“核验”页所写的填报件（{file}）再复核；只是打开后重新保存过的，看下面各格是否一致。",
    meaning="SHA-256不同，文件就不是同一个：可能换了填报件，也可能只是打开后又保存了一次。各格都一致的，说明内容没有影响结果的改动。",
)
MISSING_SUBMISSIONS = Rule(
    code="ZHT-RESULT-MISSING",
    severity="error",
    title="少了结果所用的填报件",
    message="结果由{count}份填报件算出，这次少给了{files}，没有逐格核对。",
    hint="请找齐结果“核验”页所列的文件，一并给出再复核。",
    meaning="汇总结果由列出的全部填报件一起算出，缺一份就算不出同样的数。",
)
SURPLUS_SUBMISSIONS = Rule(
    code="ZHT-RESULT-SURPLUS",
    severity="error",
    title="多给了填报件",
    message="结果没有用到{files}，核对时没有用它。",
    hint="结果写出以后才收到的，请重新汇总；不该在内的，请去掉再复核。",
    meaning="多出的填报件没有进入结果：可能是后来补报的，也可能是汇总时漏了。",
)
REPLACED_SUBMISSIONS = Rule(
    code="ZHT-RESULT-REPLACED",
    severity="error",
    title="填报件与结果所用的不是同一份",
    message="给出的{files}与结果所用的同名，SHA-256却不同，不是同一份；仍照给出的逐格核对。",
    hint="请找到结果所用的那一份再复核；只是打开后重新保存过的，看下面各格是否一致。",
    meaning="SHA-256不同，文件就不是同一个：可能换了填报件，也可能只是打开后又保存了一次。各格都一致的，说明内容没有影响结果的改动。",
)
OTHER_ROSTER = Rule(
    code="ZHT-RESULT-ROSTER",
    severity="error",
    title="不是结果所用的单位名单",
    message="结果所用的单位名单SHA-256是 {seen}，给出的 {file} 是 {known}；仍照给出的核对。",
    hint="请找到结果“核验”页所写的单位名单再复核。",
    meaning="谁该报、何时截止来自单位名单，名单换了或改过，应报、缺报和迟报就可能不同。",
)
OTHER_DEFINITION = Rule(
    code="ZHT-RESULT-DEFINITION",
    severity="warning",
    title="制度定义不是同一版",
    message="结果按制度定义 v{seen}（{seen_digest}）算出，现在装的是 v{known}（{known_digest}），以下按现在这版复核。",
    hint="各格都一致的，说明这次修订不影响这份结果；有不一致的，请用算出结果的那一版程序再复核，才能断定是不是有人改过。",
    meaning="制度定义修订后，同一份填报件可能算出不同的结果。不一致的地方可能来自修订，不一定是有人改过结果。",
)
OTHER_PROGRAM = Rule(
    code="ZHT-RESULT-PROGRAM",
    severity="note",
    title="程序版本不同",
    message="结果由 zht {seen} 写出，现在用的是 zht {known}。",
    hint="各格都一致的不用处理；只有文字说法不一致的，可能来自程序改版。",
    meaning="程序改版可能改动说明文字和版面。要逐字复核，请用写出结果的那一版程序。",
)
OTHER_OVERLAY = Rule(
    code="ZHT-RESULT-OVERLAY",
    severity="error",
    title="不是结果所用的叠加规则",
    message="结果所用的叠加规则文件SHA-256是 {seen}，给出的 {file} 是 {known}；仍照给出的文件核对。",
    hint="请找到结果“核验”页所写的叠加规则文件再复核。",
    meaning="分值和计分办法来自叠加规则，规则文件换了或改过，得分就不能相互印证。",
)
OTHER_DECISIONS = Rule(
    code="ZHT-RESULT-DECISIONS",
    severity="error",
    title="裁定或评分与结果里记的不同",
    message="给出的{what}与结果里记的不同，以下按给出的核对。",
    hint="请核对是不是拿错了文件，或者结果里记的{what}被改过。",
    meaning="人的裁定和专家评分是输入，不是算出来的；结果里记下了所用的那一份，两份不同时要先弄清以哪一份为准。",
)
KEPT_EVIDENCE = Rule(
    code="ZHT-RESULT-EVIDENCE",
    severity="note",
    title="佐证文件夹没有再看",
    message="佐证清单照结果里记下的文件清单（{count}个文件）复核，没有再看佐证文件夹。",
    hint="要连佐证文件一起复核，请用 --evidence 给出佐证文件夹。",
    meaning="结果记下了核对时文件夹里有哪些文件、多大、内容的SHA-256；文件后来有没有换过，只有再看文件夹才知道。",
)
OTHER_EVIDENCE = Rule(
    code="ZHT-RESULT-OTHEREVIDENCE",
    severity="error",
    title="佐证文件与结果里记的不同",
    message="给出的佐证文件夹与结果里记下的不同：{told}；以下按给出的核对。",
    hint="请核对是不是拿错了文件夹，或者写出结果以后换过文件。",
    meaning="按文件名、大小和内容的SHA-256比较。佐证文件换过，原来的核对就不能说明现在的文件。",
)
DISAGREES = Rule(
    code="ZHT-RESULT-PROPERTIES",
    severity="error",
    title="结果的标识前后不一",
    message="结果的文档属性写的{what}是“{seen}”，隐藏页 _zht 写的是“{known}”。",
    hint="请取来没有改动过的结果工作簿再复核。",
    meaning="两处是同时写下的，应当相同；不同说明其中一处被改过。",
)
NOT_STORED = Rule(
    code="ZHT-RESULT-NOVALUES",
    severity="note",
    title="公式没有存下结果",
    message="有 {count} 个单元格只有公式，没有存下算好的数，例如 {place}；公式都与应有的相同。",
    hint="用WPS或Excel打开后保存一次，就会存下。",
    meaning="有的程序保存工作簿时只留公式。公式和它引用的数都核对过，打开后算出的数不会变。",
)
