"""Whether a whole message takes the last change back: "undo that", "the previous version, please", "元に戻して".

Only short messages that say nothing else: "go back to the chorus" and "undo the drums" ask for something of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_LONGEST = 80  # characters
_KEYS = r"(?:undo|(?:ctrl|control|control key|cmd|command|strg|⌘) ?[+-]? ?z|\^z|ctrlz|[↩⏪🔙])"


@dataclass(frozen=True)
class _Tongue:
    """How a language says it, as regular expressions on folded text.

    around: courtesy and second thoughts, before and after. says: the whole of the message otherwise, in which <that> is
    the change, <old> the version before it, and <there> where one goes back to. gap: what parts the words around.
    """

    around: str
    that: str
    old: str
    there: str
    says: tuple[str, ...]
    gap: str = r"\W+"

    def whole(self) -> re.Pattern[str]:
        said = "|".join((*self.says, _KEYS))
        for name in ("there", "old", "that"):  # <there> may hold <old>
            said = said.replace(f"<{name}>", f"(?:{getattr(self, name)})")
        around, gap = self.around, self.gap
        return re.compile(rf"[^\w↩⏪🔙^⌘]*(?:(?:{around}){gap})*(?:{said})(?:{gap}(?:{around}))*\W*")


_EN = _Tongue(
    around=r"wait|hold on|hang on|no|nope|nah|oh|hm+|um+|uh+|ugh|argh|w?oops|actually|please|pls|plz|ok|okay|sorry|"
    r"hey|and|then|now|just|so|but|well|yeah|yes|right|thanks|thank you|thx|maybe|instead|again|better|rather|bot|"
    r"man|bro|(?:can|could|would|will) (?:you|we|i)|let's|lets|let me|i (?:want|wanna|need|meant)(?: you)?(?: to)?|"
    r"i'd like(?: you)?(?: to)?|i'd rather|you should|for me|on second thoughts?|never ?mind|my (?:bad|mistake)|i "
    r"changed my mind|(?:that|this|it)(?:'s| was| is| sounds| sounded) (?:a mistake|wrong|worse|bad|terrible|awful)|"
    r"(?:i )?(?:don't|do not) like (?:it|that|this)|not (?:that|this|like (?:that|this))|i prefer(?:red)?",
    that=r"it|that|this|(?:that|this|the last) one|what (?:you|i|we) (?:just )?(?:did|changed|said)|(?:(?:the|that|"
    r"this|your|my|those|these) )?(?:(?:very )?(?:last|latest|recent|previous) )?(?:changes?|edits?|adjustments?|"
    r"modifications?|tweaks?|updates?|thing|step|request|command|action|move)",
    old=r"(?:(?:the|my|that|our) )?(?:previous|prior|former|earlier|old|older) (?:version|one)|(?:the|my|that|"
    r"our) (?:previous|prior|former|earlier) (?:piece|song|track|state|edit)|(?:the )?original version|(?:the |that )"
    r"?(?:one|version) (?:from )?(?:right )?before(?: (?:that|this|it|the (?:last )?(?:change|edit)))?",
    there=r"<old>|(?:the )?(?:previous|original)(?: one)?|the last (?:one|version|take|state)|before(?: that| this)?|"
    r"(?:how|what|the way|like|as|where) (?:it|that|this|we|things) (?:was|were|sounded)(?: before| earlier| at "
    r"first)?",
    says=(
        r"un-?do(?: <that>)?",
        r"cancel(?: <that>)?|(?:scratch|scrap) that",
        r"(?:revert|roll ?back)(?: back)?(?: <that>)?(?: (?:back )?to <there>)?",
        r"(?:discard|scrap|drop|reverse|remove|forget) (?:the|that|this|your|my) (?:(?:last|latest|previous) )"
        r"?(?:changes?|edits?|tweaks?)",
        r"take (?:it|that|this) back|take back <that>",
        r"(?:go|step|move|switch|jump|roll) back(?: to <there>| (?:a|one|1) (?:step|version|change))?",
        r"(?:go|step|move) (?:a|one|1)(?: step| version)? back|previous|(?:a|one|1)(?: step| version)? back|previous",
        r"(?:get|come|change|turn|take me|bring me|take us) back to <there>",
        r"(?:put|change|turn|switch|set|bring|take|move|roll) (?:it|that|this|everything) back(?: (?:to )?<there>)?",
        r"back(?: to <there>| (?:a|one|1) (?:step|version))?",
        r"(?:return|restore it) to <there>|restore(?: it| that| <old>)?",
        r"(?:make|leave|keep|have|set) it (?:like|as|how|the way) it (?:was|sounded)(?: before)?",
        r"(?:it )?(?:back )?(?:like|how|the way|as) it was(?: before)?",
        r"(?:(?:give|bring|get|show|play|use|take|have|keep|load) (?:me |us )?(?:back )?)?<old>(?: back)?",
    ),
)
_ZH = _Tongue(
    around=r"等等|等一下|等下|不(?:对|行)|不好?(?!\w)|算了|还是|请|麻烦你?|帮我|帮忙|给我|我想要?|我要|能不能|能|"
    r"可不可以|可以|行吗|好(?:吗|不好)|吧|一下|谢谢|啊|呀|哦|嗯|呃|哎|那就?|就|先|快|了|吗|呢|抱歉|对不起|说错了|"
    r"我?后悔了|其实|不喜欢|难听|不要改了|不改了|不好听",
    that=r"(?:刚才|刚刚|之前|前面|最近|上次|我|你|那个|这个|这次|那次|上一?[个次步]|最后一?[个次步]|前一?[个次步])"
    r"*的?(?:改动|修改|更改|变化|变更|操作|调整|编辑|步骤|改变|命令)|(?:刚才|刚刚)的?|上一?[步次]|那个|这个|它|"
    r"这[步次]|那[步次]",
    old=r"(?:上一?个?|上一|前一?个?|前一|之前|以前|先前|刚才|刚刚|原来|原先|最初|修改前|改之前|改动前|旧)的?(?:那|这)"
    r"?一?[个首]?(?:版本?|样子|状态)|(?:之前|以前|刚才|原来)的?(?:那|这)?一?[个首]|上一?步|原样|原状",
    there=r"<old>|(?:之前|以前|原来|刚才)(?:的(?:那个)?|那个)?|(?:修)?改(?:之)?前|上一[个首]|前一个|从前的?样子",
    says=(
        r"(?:把|将)?(?:<that>)?(?:给我|都)?(?:撤[销消回]|还原|取消|回退|撤掉)(?:掉)?(?:<that>)?",
        r"(?:把|将)?(?:它|这[个首]|曲子|音乐)?(?:撤|退|返|倒|变|改|换|调|恢复|还原|切|放)(?:回到?|成|到|为)(?:去|来|"
        r"<there>)",
        r"(?:恢复|还原|返回|回退|撤销)(?:到|成|回)?<there>|恢复|返回|回去|退回",
        r"(?:后退|倒退|退)一?步|后退|回到?<there>",
        r"(?:用|要|听|放|播放)?回?<old>|还是<there>(?:比较|更)?好?|[上前]一个",
    ),
    gap=r"\W*",
)
_ES = _Tongue(
    around=r"espera|no|nop|ay|uy|ups|oye|ok|vale|bueno|mejor|por ?fa(?:vor)?|perdona?|perdon|pues|eh|hm+|gracias|"
    r"puedes|podrias|puede|podemos|quiero(?: que)?|quisiera|me gustaria|prefiero|ya|entonces|y|pero|si|de hecho|en "
    r"realidad|ahora|olvidalo|me equivoque|fue un error|vamos a|venga|anda|dale|che|bot|no me gusta|suena peor",
    that=r"eso|esto|es[ae]|lo ultimo|lo que (?:acabas de hacer|hiciste|has hecho|cambiaste)|los cambios|(?:(?:el|ese|"
    r"este|mi|tu) )?(?:ultimo )?(?:cambio|paso|ajuste)|(?:la|esa|esta) (?:ultima )?(?:modificacion|edicion)",
    old=r"(?:la |mi )?version (?:anterior|previa|original|de antes|vieja)|la (?:anterior|de antes)|lo (?:anterior|de "
    r"antes)|la pieza (?:anterior|de antes)",
    there=r"a <old>|al (?:anterior|original)|(?:a )?como (?:(?:estaba|era|sonaba)(?: antes)?|antes)",
    says=(
        r"(?:deshaz|deshace|deshaga|deshacer|deshagamos)(?:lo|la|me)?(?: <that>)?",
        r"(?:cancela|anula|revierte|reverti|revierta|descarta)r?(?:lo|la)?(?: <that>)?|revertir(?:lo|la)?(?: <that>)?",
        r"(?:vuelve|volver|volvamos|volve|vuelva|regresa|regresar|regresemos|retrocede|retroceder|ir|ve|da|dar|echa|"
        r"echar) (?:(?:un paso )?(?:(?:para|hacia) )?atras|marcha atras|un paso|<there>)",
        r"retrocede(?:r)?|(?:(?:para|hacia|un paso|marcha) )?atras|vuelta atras|vuelve|volver|regresalo|quita (?:ese|"
        r"el ultimo|este) cambio",
        r"(?:deja|pon|haz|devuelve|regresa)(?:lo|la|melo) (?:otra vez )?<there>|vuelve(?:lo)? a (?:ponerlo |dejarlo )"
        r"?<there>|vuelvelo <there>",
        r"como (?:estaba|era|sonaba)(?: antes)?",
        r"(?:(?:dame|devuelveme|ponme|pon|recuperar?|restaurar?|usar?|muestrame) )?(?:otra vez )?<old>(?: otra vez)?",
    ),
)
_PT = _Tongue(
    around=r"espera(?: ai)?|perai|pera|nao(?= ?[,.!;:-])|opa|ops|ei|oi|ok|ta|bom|bem|melhor|por favor|pfv?|pfvr|"
    r"desculpa|ah|hm+|obrigad[oa]|valeu|(?:voce |vc )?(?:pode|poderia)|da (?:pra|para)|quero(?: que)?|queria|"
    r"gostaria de|prefiro|entao|e|mas|sim|na verdade|alias|agora|cara|mano|esquece|errei|foi um erro|podemos|vamos|"
    r"bora|bot|nao gostei|ficou pior|isso|da(?: um)?",
    that=r"isso|isto|ess[ea]|o ultimo|a ultima|o que (?:voce |vc )?(?:acabou de fazer|fez|mudou)|as mudancas|(?:(?:a|"
    r"essa|esta|minha|sua) )?(?:ultima )?(?:mudanca|alteracao|edicao|modificacao)|(?:(?:o|esse|este) )?(?:ultimo )"
    r"?(?:ajuste|passo|comando|pedido)",
    old=r"(?:a |minha )?versao (?:anterior|previa|original|de antes|antiga)|a (?:anterior|de antes)|o (?:anterior|de "
    r"antes)|a (?:musica|peca) de antes",
    there=r"(?:pra|para|a|na|com) <old>|(?:pra|para) <old>|(?:ao|pro|para o) (?:anterior|original|que (?:era|estava)"
    r"(?: antes)?|jeito que (?:era|estava))|(?:pra|para|a) (?:versao )?anterior|(?:pra |para )?(?:como|do jeito que) "
    r"(?:era|estava|tava)(?: antes)?",
    says=(
        r"(?:desfaz|desfaca|desfazer|desfaze)(?:[- ]?lo|[- ]?la)?(?: <that>)?",
        r"(?:cancela|cancele|cancelar|anula|anule|anular|reverte|reverta|reverter|descarta|descarte|restaura)(?: "
        r"<that>)?",
        r"(?:volta|voltar|volte|retorna|retorne|reverte|reverter|recua|recue|retrocede|anda|vai) (?:(?:um passo )"
        r"?(?:pra|para) tras|atras|(?:um passo|uma versao)(?: atras)?|ao normal|<there>)",
        r"volta|volte|voltar|recua|retrocede|(?:tira|remove) (?:essa|a ultima) (?:mudanca|alteracao)|(?:um passo )"
        r"?(?:pra|para) tras",
        r"(?:deixa|deixe|deixar|poe|coloca|bota)(?: ela| ele| isso)? (?:de novo )?<there>",
        r"(?:como|do jeito que) (?:era|estava|tava)(?: antes)?",
        r"(?:(?:me (?:da|de|devolve|mostra)|devolve|usa|recuperar?|restaurar?|traz|traga) )?<old>(?: de volta| de "
        r"novo)?",
    ),
)
_FR = _Tongue(
    around=r"attend[sz]?|attendez|non|nan|ah|oh|euh|oups|oops|ok|bon|ben|bah|mieux|plutot|s'il (?:te|vous) plait|stp|"
    r"svp|pardon|desolee?|merci|(?:tu|vous) (?:peux|pouvez|pourrais)|(?:peux|pouvez|pourrais)[ -](?:tu|vous)|on peut|"
    r"je (?:veux|voudrais|prefere|preferais)|j'aimerais|alors|et|mais|oui|en fait|finalement|maintenant|hm+|c'etait "
    r"(?:une erreur|mieux)|laisse tomber|oublie(?: ca)?|il faut|bot|juste|hop|allez|c'est (?:pire|moche|nul)|"
    r"(?:j'aime|ca va) pas",
    that=r"ca|cela|le dernier|la derniere|(?:le|ce|mon|ton) (?:dernier )?(?:changement|ajustement)|(?:la|cette|ma|ta)"
    r" (?:derniere )?(?:modification|modif|action|etape|chose)|les (?:derniers )?changements|ce que tu (?:viens de "
    r"faire|as fait|as change)|l'action|les (?:dernieres )?modifications|tout ca",
    old=r"(?:la |ma )?version (?:precedente|d'avant|anterieure|originale|initiale)|l'ancienne(?: version)?|la "
    r"precedente|(?:celle|celui) d'avant|le (?:morceau )?precedent|ancienne version",
    there=r"a <old>|au (?:precedent|morceau precedent)|a l'(?:original|originale|etape (?:precedente|d'avant))|(?:a )"
    r"?(?:comme|ce que) (?:c'etait|avant)(?: avant)?",
    says=(
        r"(?:annule[rsz]?|defais|defaire|defaites)(?:[ -](?:le|la))?(?:[ -]<that>)?",
        r"(?:reviens|revenir|revenez|revenons|on revient|retourne[rsz]?|retour|recule[rsz]?|repasse) (?:d'une? "
        r"(?:pas|cran|etape)|en arriere|<there>)",
        r"retour|reviens|recule|(?:enleve|retire|supprime) (?:ce|le dernier) changement|(?:fais |un pas |on fait )"
        r"?(?:(?:marche|machine) arriere|en arriere)",
        r"(?:remets?|remettre|remettez|laisse|rends)(?:[ -](?:le|la|ca|tout))? <there>|comme (?:avant|c'etait(?: "
        r"avant)?)",
        r"(?:retablis|retablir|restaure[rz]?)(?: <old>)?",
        r"(?:(?:re)?donne[sz]?[ -]moi |rends[ -]moi |remets?[ -]?(?:moi )?|reprends |reprendre |remettre |garde |"
        r"montre[ -]moi )?<old>",
    ),
)
_DE = _Tongue(
    around=r"warte(?: mal)?|moment(?: mal)?|nein|nee|ne|ach|oh|hm+|ups|hoppla|ok|okay|gut|na gut|doch|lieber|besser|"
    r"bitte|sorry|entschuldigung|danke|(?:kannst|konntest|koenntest|kann|konnen|konnten) (?:du|man|wir)|ich (?:will|"
    r"mochte|moechte)|ich wurde gerne?|dann|und|aber|ja|eigentlich|jetzt|nun|mal|mir|nochmal|mein fehler|das war "
    r"(?:ein fehler|nix|nichts|falsch|besser)|lass uns|stopp?|halt|bot|also|quatsch|wieder|(?:das )?gefallt mir nicht",
    that=r"das(?: letzte| ganze)?|es|dies|(?:die|deine|meine|diese) (?:letzten? )?(?:a|ae)nderung(?:en)?|(?:den|"
    r"deinen|meinen) (?:letzten )?schritt|(?:letzte )?(?:a|ae)nderung|was du (?:gerade )?(?:gemacht|geandert) hast",
    old=r"(?:die |meine )?(?:vorherige|vorige|alte|fruhere|ursprungliche) (?:version|fassung|variante)|(?:die )"
    r"?(?:version|fassung) (?:davor|von vorher|von vorhin|von eben)|(?:die|das) (?:alte|davor|von vorher|vorherige|"
    r"vorige)|das (?:stuck davor|vorherige stuck|vorige stuck)",
    there=r"zur? (?:vorherigen|vorigen|alten)|zur? (?:vorherigen|vorigen|alten|letzten|fruheren|ursprunglichen) "
    r"(?:version|fassung|variante)|zum (?:vorherigen|vorigen|alten|letzten|original)(?: stand| zustand| stuck)?|"
    r"zu(?:r| der)(?: version)? davor|auf die (?:vorherige|vorige|alte|letzte) version|(?:so )?wie (?:(?:es )"
    r"?(?:vorher|zuvor|davor|eben)(?: war)?|es war)",
    says=(
        r"(?:(?:mach|mache|machen)(?:'s| <that>)? |<that> )?(?:(?:bitte|wieder|doch|mal|sofort) )*r(?:u|ue)ckg(?:a|"
        r"ae)ngig(?: machen)?",
        r"(?:geh|gehe|gehen wir|spring|springe|kehr|kehre|wechsle|schritt)(?: (?:bitte|wieder|mal|doch|einen schritt|"
        r"ein schritt|eins|eine version))* zur(?:u|ue)ck(?: <there>)?",
        r"(?:wieder |einen? schritt |eins |eine version )?zur(?:u|ue)ck(?: <there>)?(?: ?gehen)?",
        r"(?:wieder )?<there>(?: (?:zur(?:u|ue)ck(?:gehen|kehren)?|machen))?",
        r"(?:stelle?|setze?|drehe?|nimm|mache?|ander[en]|bring|nehmen)(?: <that>)(?: (?:bitte|wieder|mal|doch))* "
        r"zur(?:u|ue)ck(?: <there>)?",
        r"(?:<that> )?zur(?:u|ue)ck(?:nehmen|setzen|stellen|drehen)",
        r"(?:widerruf(?:e|en)?|verwirf|verwerfe|annullier(?:e|en)?|stornier(?:e|en)?|abbrechen)(?: <that>)?",
        r"(?:mache?|lass)(?:'s| es| das)(?: wieder)? <there>|stelle? (?:<old>|es|das) wieder her",
        r"(?:(?:gib|zeig|nimm|spiel)(?: mir)? )?<old>(?: (?:wieder|zur(?:u|ue)ck|haben|wiederhaben|wiederherstellen|"
        r"her))*",
    ),
)
_JA = _Tongue(
    around=r"やっぱり?|ちょっと|待って|まって|ごめん(?:なさい|ね)?|すみません|すいません|いや|いいえ|うーん|あー?|"
    r"えっと|じゃあ|それでは|では|お愿い(?:します|できますか)?|おねがい(?:します)?|(?:して)?(?:ください|下さい)|"
    r"くれる|くれ|(?:して)?ほしい(?:です)?|欲しい(?:です)?|(?:もらえ|くれ)ますか|もらえる|くれません?か|"
    r"いただけますか|ね|よ|な|です|間违えた|今すぐ|いったん|违う|はい|うん|全部|気に入らない|悪くなった|"
    r"やめて",
    that=r"(?:(?:さっき|今|先ほど|直前|最后|前回|最新|一つ前|いま)の|この|その)?(?:変更|修正|编集|操作|調整|"
    r"指示|アレンジ)|これ|それ|(?:今|さっき|直前|最后)の(?:やつ)?",
    old=r"(?:(?:ひと|一|1)つ)?(?:元|もと|前|さっき|以前|直前|変更前|変更する前|変える前|その前|先ほど|旧|オリジナル)"
    r"の?(?:バージョン|ヴァージョン|版|状态|やつ|もの|形|ほう|方)",
    there=r"<old>|(?:(?:ひと|一|1)つ)?(?:元|もと|前|さっき|以前|直前|変更前|変える前|元の曲|前の曲)|元の(?:感じ|音|"
    r"まま|通り)|元(?:どおり|通り)|(?:元|前|さっき|以前)の",
    says=(
        r"(?:<that>(?:を|は|も)?)?(?:取り?消し?(?:て|にして)?|とりけして|キャンセル(?:して)?|アンドゥ(?:して)?|"
        r"undo(?:して)?|撤回(?:して)?)",
        r"<that>(?:を|は)?(?:やめて|无し|无しで|なし|なしで|なしにして|无しにして|(?:なか|无か)ったことに(?:して)?)",
        r"(?:なか|无か)ったことにして",
        r"(?:(?:<that>|曲|これ)(?:を|は))?(?:<there>(?:に|へ|まで))?(?:戻|もど)(?:して(?:おいて)?|す|せる|せますか|"
        r"そう|りたい|したい|って|ろう|し|る)",
        r"<there>に(?:して)?|元(?:どおり|通り)に(?:して)?",
        r"(?:ひと|一|1)つ(?:戻して|戻す|戻って|戻る|もどして)|巻き戻して",
        r"<old>(?:で|を|が(?:いい|良い|よかった|良かった)|に(?:して|する))?|(?:前|元|さっき)の(?:が(?:いい|良い|"
        r"よかった|良かった)|で|を)?",
    ),
    gap=r"\W*",
)
_TONGUES = {"en": _EN, "zh": _ZH, "es": _ES, "pt": _PT, "fr": _FR, "de": _DE, "ja": _JA}


def is_undo(folded: str) -> bool:
    """Whether a folded message, as a whole, takes the last change back."""
    return bool(languages(folded))


def languages(folded: str) -> tuple[str, ...]:
    """The languages in which a folded message takes the last change back."""
    if len(folded) > _LONGEST:
        return ()
    return tuple(code for code, pattern in _patterns().items() if pattern.fullmatch(folded))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {code: tongue.whole() for code, tongue in _TONGUES.items()}
