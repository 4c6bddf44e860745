"""The phrases that tell intents apart, by language. Regular expressions on folded text; rules say what they mean."""

from __future__ import annotations

import re


def _words(*alternatives: str) -> str:
    """Whole words of Latin script."""
    return rf"(?<![a-z])(?:{'|'.join(alternatives)})(?![a-z])"


HELP = re.compile(
    "|".join(
        (
            r"^\W*(?:help|ayuda|commands?|comandos|menu|instructions|usage)(?: me| please| por favor)?\W*$",
            r"^\W*(?:帮助|帮忙|说明|指令)\W*$",
            r"^[\s?]*\?[\s?]*$",
            _words(
                r"what (?:can|do|could|else can) (?:you|i|this bot)",
                r"how (?:do|does|can|should) (?:i|you|this|it|we|one)",
                r"how (?:to use|long can|many)",
                r"what (?:is|was|are|were) (?:this|that|the|these|you|your)",
                r"what (?:key|tempo|bpm|chords?|meter|scale|instruments?|genres?|styles?|moods?|formats?|kinds?)",
                r"which (?:instruments?|genres?|styles?|moods?|key|commands?|languages?)",
                r"who (?:are you|made you|made this)",
                r"can you (?:sing|speak|read|also|export|do|understand|explain|tell|show|help|only)",
                r"can i (?:use|download|upload|change|ask|get the midi|sell)",
                r"are you (?:able|an?)",
                r"do you (?:support|know|have|understand|do|speak|take|remember|need)",
                r"is (?:it|there) (?:possible|a way|free|a limit)",
                r"is this (?:music )?(?:free|copyrighted|royalty)",
                r"explain|show me (?:the )?(?:commands|help)",
            ),
            _words(
                r"(?:que|cuales) (?:puedes|sabes|generos|instrumentos|estilos|comandos|eres|haces|cosas|tempo)",
                r"como (?:funciona|se usa|te uso|uso|puedo|lo uso|hago)",
                r"quien eres|para que sirves|necesito ayuda|cuantos|se puede|hay (?:algun )?limite",
                r"puedes (?:cantar|explicar|ayudarme|decirme)|sabes (?:hacer|cantar)",
            ),
            r"你(?:会|能|可以)(?:做|干|弄)?(?:些)?(?:什么|啥)|能做什么|怎么(?:用|使用|玩|操作|改|下载|评价|做)",
            r"如何|你是谁|(?:有|支持)(?:什么|哪些|多少)|使用方法|我(?:该|要|应该|得)?怎么|你会唱|能唱歌吗",
            r"什么(?:调|速度|乐器|风格|意思)|可以商用|免费吗|最长|多长",
        )
    )
)

QUESTION = re.compile(r"\W*(?:how|what|which|who|como|que|cual(?:es)?|quien)(?![a-z])")

# A whole message of greetings and thanks. Each word starts at a boundary, so that no run of letters has two readings.
_GREETINGS = (
    r"(?<![a-z])(?:hi|hello|hey+|heya|hiya|yo|sup|howdy|thanks|thank you|thx|ty|cheers|bye|goodbye|see you|see ya|cya|"
    r"good (?:morning|night|evening|afternoon)|lol|lmao|rofl|(?:ha){2,20}h?|(?:he){2,20}h?|xd|ok|okay|k|gm|gn|"
    r"how are you|how's it going|what's up|whats up|wassup|test|testing|sorry|never ?mind|hm+|well|oh|ah|right|sure|no|"
    r"welcome back|hola|buenas(?: tardes| noches)?|buenos dias|gracias|muchas gracias|adios|chao|chau|hasta luego|"
    r"(?:ja){2,20}|(?:je){2,20}|que tal|como estas|vale|perdon|buen dia|de nada|there|troubadour|bot|all|everyone|"
    r"everybody|so much|a lot|guys|man|friend|again|amigos?|a todos|bro|folks)(?![a-z])|"
    r"你好|您好|嗨|哈喽|哈|呵|嘿|谢谢|多谢|感谢|再见|拜拜|早上好|早安|晚上好|晚安|在吗|在不在|好的|嗯|哦|对不起|没事|"
    r"呀|啊|大家|你|了|啦|呢"
)
CHATTER = re.compile(rf"[\W_]*(?:(?:{_GREETINGS})[\W_]*)+")
AWAY = re.compile(r"(?:brb|afk|bbl|gtg|g2g|ttyl)(?![a-z])")

SOUND_NOUN = re.compile(
    _words(
        r"songs?|tracks?|pieces?|beats?|tunes?|melod(?:y|ies)|music|loops?|soundtracks?|jingles?|score|instrumental|theme",
        r"ballads?|cancion(?:es)?|piezas?|musica|temas?|melodias?|pistas?|bases?|sonata|solo|intro|outro|version",
    )
    + "|曲|歌|音乐|伴奏|旋律|配乐|乐曲|节拍|背景乐|前奏"
)
ABOUT_IT = re.compile(_words("it|this|that|these|those|one|you|the|esto?|es[ae]|est[ae]|la|el|lo") + "|这|那")

# "the strings are (gorgeous)": a verdict on something heard.
VERDICT = re.compile(
    r"(?<![a-z])(?:this|that|it|those|these|the [a-z]+(?: [a-z]+)?|est[aeo]s?|es[aeo]|(?:el|la|los|las) [a-z]+)"
    r"(?: one| song| track| piece| part)?"
    r"(?: is| are| was| were|'s|'re| sounds?| sounded| feels?| turned out| es| esta| son| estan| suenan?| quedo)"
    r"(?: so| really| pretty| very| just| totally| absolutely| muy| super| tan| a bit| kinda)* $"
)

EDIT_VERB = re.compile(
    "|".join(
        (
            _words(
                r"make (?:it|this|that|them|the)|turn (?:it|this|that)|change|switch|replace|swap|remove|drop|mute",
                r"get rid of|fade|set (?:the|it)",
                r"take (?:out|away|the)|lose the|add|put|bring (?:in|up|back)|keep|give it|throw in|include",
                r"transpose|modulate",
                r"same (?:but|thing|one|piece|song)|do it|redo|try it|try with|but with|now with|and with|with less",
                r"this time|instead|adjust|tweak|without the|bring|start with|end with|like this but|more like",
                r"rework|modify|edit|it (?:more|less|to be|to sound)",
            ),
            _words(
                r"haz(?:lo|la)|pon(?:le|lo|la|erle)|anade(?:le)?|agrega(?:le)?|quita(?:le)?|cambia(?:lo|la|le)?|mete(?:le)?",
                r"saca(?:le)?|igual pero|lo mismo pero|elimina|reemplaza|sustituye|incluye|dale|que (?:sea|suene) mas",
                r"conviert[ea](?:lo|la)|dejal[oa]|modifica|ahora con|pero con",
            ),
            r"加上|加入|加点|加一?[点些个把]|再加|加段|去掉|去除|删掉|删除|拿掉|换成|换个|改成|变成|改为|改一?下|调整|调成",
            r"把.{1,8}(?:换|改|去|删|调|变)|不要那么|别那么|同样的但|保留",
        )
    )
)
ASKS_FOR_NEW = re.compile(
    "|".join(
        (
            _words(
                r"compose|create|generate|write|produce|make (?:me|us|a|an|some(?:thing)?|another)|another|new|i need",
                r"give me",
                r"i want (?:a|an|some|another|something)|i'd like|looking for|(?:can|could) i (?:have|get)",
                r"something (?:for|to)|surprise me|some (?:music|song)",
            ),
            _words(
                r"crea|componme|compon|compone|genera|escribe|hazme|haz una?|quiero (?:una?|algo|otra|musica)|quisiera",
                r"necesito|dame|busco|otra|nueva|nuevo|algo para",
            ),
            r"写一?[首段个]|来一?[首段点个]|做一?[首段个]|作一?首|整一?首|弄一?首|要一?[首段]|再来|生成|创作|作曲|谱",
            r"给我|我想要|我要|想听|新的",
        )
    )
)
# Half a sentence, which leans on the piece before it: "no drums", "in D minor", "with strings".
FRAGMENT = re.compile(
    r"\s*(?:(?:and|but|y|pero|now|ok|okay|please|also|maybe|oh|yeah|yes|hmm|perhaps|then|well) )*"
    r"(?:no|without|with|in|at|sin|con|en|a(?= \d)|as|not|using|only|just|don't|dont|nothing|use|take|solo|\d)"
    r"(?![a-z])|"
    r"\s*(?:不要|用|别|没|无|去|改|加|换)|\s*(?:an? )?[a-z&' -]{2,30} version\s*(?:please)?\W*$"
)
