"""Words that say nothing of what a text is about, by language. Also what tells one language from another."""


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS: dict[str, frozenset[str]] = {
    "en": _set(
        "a about above after again against all also am an and any are as at be because been before being below between both "
        "but by can cannot could d did didn do does doesn doing don down during each few for from further had hadn has hasn "
        "have haven having he her here hers herself hey him himself his how i if im in into is isn it its itself ive just "
        "let like ll m may me might more most my myself no nor not of off on once only or other ought our ours ourselves "
        "out over own re really s same she should shouldn so some such t than thanks that the their theirs them themselves "
        "then there these they this those through to too under until up ve very was wasn we were weren what when where "
        "which while who whom whose why will with won would wouldn wow yeah you your yours yourself yourselves please"
    ),
    "es": _set(
        "a al algo ante aquí así como con cual cuando de del desde donde dos el ella ellas ellos en entre era es esa ese eso "
        "esta este esto está están fue ha han hasta hay la las le les lo los me mi mis mucho muy más nada ni no nos nosotros "
        "o os otra otro para pero por porque que quien qué quiero se sea ser si siempre sin sobre son soy su sus también te "
        "tiene todo tu tus un una uno unos y ya yo él"
    ),
    "de": _set(
        "aber alle als also am an auch auf aus bei bin bis bitte da damit dann das dass dein deine dem den der des die dies "
        "diese dieser du durch ein eine einem einen einer eines er es für hat habe haben hier ich ihr ihre im immer in ist "
        "ja kann kein keine man mein meine meinen meiner mich mir mit nach nicht noch nur oder ohne schon sehr sein seine "
        "sich sie sind so über um und uns unser unter vom von vor war was weil wenn wer wie wir wird zu zum zur"
    ),
    "fr": _set(
        "a ai alors au aussi aux avec avoir c ce ces cet cette comme d dans de des du elle elles en est et eu il ils j je jamais "
        "l la le les leur leurs lui m ma mais me mes moi mon même n ne nos notre nous on ont ou où par pas plus pour qu quand "
        "que qui s sa sans se ses si son sont sur t ta te tes toi ton toujours tous tout très tu un une vos votre vous y été "
        "être"
    ),
    "pt": _set(
        "a ao aos aquela aquele as até com como da das de dela dele do dos e ela elas ele eles em entre era essa esse esta "
        "este eu foi há isso já lhe lá mais mas me mesmo meu meus minha minhas muito na nas nem no nos nossa nosso não nós o "
        "os ou para pela pelo por quando que quem se sem sempre ser seu seus sua suas são só também te tem um uma você vocês "
        "à é"
    ),
    "it": _set(
        "a ad ai al alla alle anche avere che chi ci come con cui da dal dalla dei del della delle di dove e ed era fa gli "
        "ha hai ho i il in io la le lei li lo loro lui ma mi mia mie miei mio molto ne nei nel nella no noi non o per perché "
        "più quando quella quello questa questo se sei sempre si sono su sua sue suo suoi ti tra tu tua tuo un una uno voi è"
    ),
    "nl": _set(
        "aan al alles als altijd bij dan dat de der die dit doen door een en er ge geen had heb heeft het hij hoe ik in is ja "
        "je kan maar me men met mij mijn na naar niet nog nu of om omdat onder ons ook op over te toch toen tot u uit van "
        "veel voor want was wat we wel werd wie wij wil wordt zal ze zich zij zijn zo zonder"
    ),
    "ru": _set(
        "а без бы был была были было быть в вам вас во вот все вы где да для до его ее если есть еще же за и из или им их к "
        "как когда кто ли меня мне мой моя мы на надо нас не него нее нет но ну о об он она они от по под при с со так там "
        "то тоже только ты у уже что чтобы это я"
    ),
    "tr": _set(
        "ama ben bana beni benim bir bu bunu böyle çok da daha de değil diye en gibi hakkında her için ile ise kadar ki kim mi mı "
        "mu mü ne neden nasıl o olan olarak onu onun sana sen seni senin şu var ve veya ya yok çiz"
    ),
    "pl": _set(
        "ale bardzo był była być co czy dla do ich jak jako jest jestem jeszcze już każdy kiedy kto która który mam mi mnie może mój "
        "moja moje na nad nie niż od oraz po pod przez przy się są tak tam też to tu ty w we więc z za ze że żeby"
    ),
    "id": _set(
        "ada adalah aku akan anda apa atau bagaimana bahwa belum bisa dan dari dengan di dia ini itu jadi juga kamu karena ke kita "
        "kami lagi mereka nya oleh pada saja saya sebuah seekor sudah tentang tidak tolong untuk yang"
    ),
}  # fmt: skip
