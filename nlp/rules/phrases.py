"""The phrases that tell intents apart, by language. Regular expressions on folded text; rules say what they mean."""

from __future__ import annotations

import re


def _words(*alternatives: str) -> str:
    """Whole words of Latin script."""
    return rf"(?<![a-z])(?:{'|'.join(alternatives)})(?![a-z])"


HELP = re.compile(
    "|".join(
        (
            r"^\W*(?:help|ayuda|ajuda|aide|hilfe|commands?|comandos|commandes|befehle|menu|instructions|usage|"
            r"anleitung|mode d'emploi|"
            r"socorro|ayudame|me ajuda|aide[zs]?[ -]moi|au secours)(?: me| please| por favor| svp| stp| s'il (?:te|"
            r"vous) plait| bitte)?\W*$",
            r"^\W*(?:帮助|帮忙|说明|指令|ヘルプ|助けて|使い方|コマンド|使い方(?:は|を教えて)?|说明して|"
            r"说明(?:して)?)\W*$",
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
            _words(
                r"o que (?:voce|vc|tu|esse bot|este bot)?\s?(?:sabe|pode|consegue|faz|e (?:isso|voce))",
                r"(?:que|quais) (?:generos|instrumentos|estilos|comandos|ritmos|tipos|climas)",
                r"como (?:funciona|se usa|usar?|uso|eu uso|faco|te uso|posso|que (?:funciona|usa|eu uso|eu faco)|"
                r"voce funciona)",
                r"quem e voce|pra que (?:voce )?serve|para que (?:voce )?serve|preciso de ajuda|(?:voce|vc) "
                r"(?:canta|sabe|consegue|fala)",
                r"(?:voce |vc )?pode (?:cantar|explicar|me ajudar|me explicar|me dizer)|da pra|posso (?:usar|baixar|"
                r"vender)|quantos|quantas",
                r"tem (?:algum )?limite|e (?:de graca|gratis)",
            ),
            _words(
                r"(?:qu'est-ce que|que) (?:tu|vous) (?:sais|peux|savez|pouvez|fais|faites)|que (?:sais|peux|savez|"
                r"pouvez)[ -](?:tu|vous)",
                r"(?:tu|vous) (?:sais|peux|savez|pouvez) faire quoi|c'est quoi|qu'est-ce que (?:tu|c'est)",
                r"comment (?:ca (?:marche|fonctionne)|tu (?:marches|fonctionnes)|je|on|faire|utiliser|t'utiliser|"
                r"fonctionne|ca s'utilise|puis[ -]je)",
                r"quels? (?:genres?|instruments?|styles?|tempos?)|quelles? (?:commandes?|langues?|ambiances?|"
                r"tonalites?|options)",
                r"qui es[ -]tu|t'es qui|a quoi (?:tu sers|sers-tu|ca sert)|j'ai besoin d'aide|combien|est-ce que "
                r"(?:tu|je) (?:peux|sais)",
                r"peux[ -]tu (?:chanter|expliquer|m'aider|m'expliquer|me dire)|tu (?:peux|sais) (?:chanter|m'aider|"
                r"m'expliquer)|puis-je|c'est gratuit",
            ),
            _words(
                r"was (?:kannst|machst|konnt|kann) (?:du|ihr|man|der bot|ich)|was (?:ist|bist) (?:das|du)|was geht "
                r"(?:hier )?alles",
                r"wie (?:funktioniert|benutz[a-z]*|geht das|verwend[a-z]*|bedien[a-z]*|nutz[a-z]*|kann (?:ich|man)|"
                r"macht man|lang(?:e)? kann)",
                r"welche (?:instrumente|genres?|stile|befehle|sprachen|musikrichtungen|stimmungen|tonarten|tempi)",
                r"wer bist du|wofur bist du|wozu bist du|ich brauche hilfe|kannst du (?:singen|erklaren|mir "
                r"(?:helfen|erklaren|sagen)|auch|deutsch)",
                r"hilf mir|erklar(?:e)? mir|wie viele|gibt es (?:ein(?:e)?)? ?(?:limit|grenze|hilfe)|ist das "
                r"(?:kostenlos|gratis|umsonst)|darf ich",
            ),
            r"何(?:が|を|は)?(?:でき|出来|作れ|して(?:くれ|もらえ))|なにができ|どう(?:やって|使|やれば|したら|"
            r"すれば)|使い方|どのように(?:使|し)|使用法",
            r"あなたは(?:谁|何)|君は(?:谁|何)|どんな(?:ジャンル|楽器|曲が作|音楽が作|こと|スタイル|コマンド)|"
            r"歌え(?:る|ます)(?:か|の|\?)|"
            r"(?:でき|出来|使え|作れ|もらえ)(?:る|ます)(?:か|の(?:かな)?|\?|の\?)|商用利用|著作[権权]|无料(?:です)?か|"
            r"(?:売って|卖って|使って|流して|投稿して|配信して|载せて|載せて)も?"
            r"(?:いい|良い|大丈夫|だいじょぶ|だいじょうぶ|平気|ok)(?:です|ん|の|でしょう)*(?:か|かな|\?)|"
            r"最大(?:何|どれ)|何分まで|何秒まで|教えて(?:ください|くれ)?\W*$",
            r"你(?:会|能|可以)(?:做|干|弄)?(?:些)?(?:什么|啥)|能做什么|怎么(?:用|使用|玩|操作|改|下载|评价|做)",
            r"如何|你是谁|(?:有|支持)(?:什么|哪些|多少)|使用方法|我(?:该|要|应该|得)?怎么|你会唱|能唱歌吗",
            r"什么(?:调|速度|乐器|风格|意思)|可以商用|免费吗|最长|多长",
        )
    )
)

# A file, a link, the notes on paper: every piece comes with its own, and help says so.
_FORMAT = "(?:midi|mp3|wav|flac|ogg|pdf)(?:[ -](?:file|datei))?"
_FILE = (
    rf"(?:{_FORMAT}|stems?|sheet music|the score|(?:la|a) partitura|la partition|die noten|pistas por separado|archivo|"
    r"arquivo|fichier|datei|lien|link)"
)
FILES = re.compile(
    r"(?<![a-z])(?:export(?:a|e|er|ar|iere?n?)?|send|save|download|manda(?:me|nos|la|lo|r|s)?|mande|pasa(?:me|la|lo)?|"
    r"envia(?:r|me)?|envoie|schick(?:e|st|en)?|speicher[en]*|descarga(?:la|lo|r)?|baja(?:me|la|lo)|baixar?|"
    rf"telecharg[a-z]*|sube|guarda(?:la|lo)?)(?![a-z])[^,.;!?]{{0,28}}(?<![a-z]){_FILE}"
    r"(?![a-z]|[ -](?:style|sound|song))|"
    rf"(?<![a-z])(?:have|get|haben|avoir|tener|ter)(?![a-z])[^,.;!?]{{0,20}} (?:as|als|en|em) (?:an? |un )?{_FORMAT}|"
    r"(?:midi|mp3|wav|flac|pdf|ファイル|乐谱|楽谱|谱子|分轨|文件)(?!.{0,2}(?:风|音色|っぽ)).{0,8}"
    r"(?:送っ|书き出|もらえ|もらい|ください|ダウンロード|出力|发|导出|下载)|"
    r"(?:发我?|给我|导出|下载|要个?|发个).{0,6}(?:midi|mp3|wav|flac|pdf|文件|乐谱|谱子|分轨)(?!.{0,2}(?:风|音色))"
)

QUESTION = re.compile(
    r"\W*(?:how|what|which|who|como|que|cual(?:es)?|quien|o que|quais|qual|quem|qu'est|quels?|"
    r"quelles?|comment|qui|"
    r"combien|was|wie|welche[rsn]?|wer|wozu)(?![a-z])|.*(?:ですか|ますか|るの|か)[?。]*$"
)

# A whole message of greetings and thanks. Each word starts at a boundary, so that no run of letters has two readings.
_GREETINGS = (
    r"(?<![a-z])(?:hi|hello|hey+|heya|hiya|yo|sup|howdy|thanks|thank you|thx|ty|cheers|bye|goodbye|see you|see ya|cya|"
    r"good (?:morning|night|evening|afternoon)|lol|lmao|rofl|(?:ha){2,20}h?|(?:he){2,20}h?|xd|ok|okay|k|gm|gn|"
    r"how are you|how's it going|what's up|whats up|wassup|test|testing|sorry|never ?mind|hm+|well|oh|ah|right|sure|no|"
    r"welcome back|hola|buenas(?: tardes| noches)?|buenos dias|gracias|adios|chao|chau|hasta luego|"
    r"much(?:isim)?as gracias|maj[oa]|ti[oa]|"
    r"(?:ja){2,20}|(?:je){2,20}|que tal|como estas|vale|perdon|buen dia|de nada|there|troubadour|bot|all|everyone|"
    r"everybody|so much|a lot|guys|man|friend|again|amigos?|a todos|bro|folks|ola|oi+|e ai|eai|bom dia|boa (?:tarde|"
    r"noite)|obrigad[oa]|muito obrigad[oa]|brigad[oa]|valeu|tchau|"
    r"ate (?:logo|mais|amanha)|tudo (?:bem|bom)|blz|beleza|falou|desculpa|pessoal|galera|(?:k){3,20}|(?:rs){1,20}|"
    r"como vai|tranquilo\?|"
    r"bonjour|bonsoir|salut|coucou|merci|merci beaucoup|au revoir|a bientot|"
    r"a demain|bon ben|(?:moi )?je file|bonne (?:nuit|soiree|journee)|ca va|"
    r"d'accord|"
    r"desole|pardon|mdr|ptdr|tout le monde|bien|et toi|a plus|"
    r"hallo|moin|servus|guten (?:tag|morgen|abend)|gute nacht|danke|danke schon|vielen dank|tschuss|ciao|bis "
    r"(?:bald|spater|dann)|"
    r"wie geht(?:'s| es dir|s)|na|alles klar|entschuldigung|sorry|grussgott|gruß|leute|zusammen|schon|sehr|"
    r"tag)(?![a-z])|"
    r"你好|您好|嗨|哈喽|哈|呵|嘿|谢谢|多谢|感谢|再见|拜拜|早上好|早安|晚上好|晚安|在吗|在不在|好的|嗯|哦|对不起|没事|"
    r"呀|啊|大家|你|了|啦|呢|こんにちは|こんばんは|おはよう|おやすみ|ございま(?:す|した)|いつも|助かって(?:い?ます|る)|助かり(?:ます|ました)|ありがとう|どうも|さようなら|"
    r"バイバイ|またね|よろしく|"
    r"お愿いします|はじめまして|やあ|ごめん(?:なさい|ね)?|すみません|了解|はい|うん|おつかれ|お疲れ(?:様|"
    r"さま)?(?:です|でした)?|元气ですか|元気(?:ですか)?|"
    r"みんな|みなさん|皆さん|です|ね(?!え)|よ|(?<!w)w+(?!w)|笑|草|(?<=ございま)した|ました|さん|様"
)
CHATTER = re.compile(rf"[\W_]*(?:(?:{_GREETINGS})[\W_]*)+")
AWAY = re.compile(r"(?:brb|afk|bbl|gtg|g2g|ttyl)(?![a-z])")

# A whole message that asks for one more.
AGAIN = re.compile(
    r"\W*(?:(?:again|another(?: one)?|one more|once more|otra(?: vez| mas)?|una mas|de nuevo|de novo|mais uma?(?: "
    r"vez)?|"
    r"outra(?: vez)?|outro|encore(?: une?)?(?: fois| autre)?|une? autre|noch ?mal|noch einmal|noch ein[es]?s?|ein "
    r"anderes|"
    r"再来一?[首个次遍段]?|もう(?:一|1)(?:回|度|曲|つ)(?:作って|お愿い(?:します)?)?|别の(?:曲|やつ)?)"
    r"(?: please| bitte| por favor| svp| stp| s'il (?:te|vous) plait)?)\W*"
)

SOUND_NOUN = re.compile(
    _words(
        r"songs?|tracks?|pieces?|beats?|tunes?|melod(?:y|ies)|music|loops?|soundtracks?|jingles?|score|instrumental|"
        r"theme",
        r"ballads?|cancion(?:es)?|piezas?|musica|temas?|melodias?|pistas?|bases?|sonata|solo|intro|outro|version",
        r"musicas?|cancao|cancoes|faixas?|trilha|batidas?|versao|musique|morceaux?|chansons?|air|melodies?|fond "
        r"sonore|accompagnement|"
        r"instru|(?:[a-z]*)(?:musik|stucke?|stueck|lied(?:er)?|songs?|track|beat|ballade|jingle|soundtrack|melodie)|"
        r"ambiance|begleitung|untermalung",
    )
    + "|曲|歌|音乐|伴奏|旋律|配乐|乐曲|节拍|背景乐|前奏|音楽|メロディー?|ビート|サントラ|トラック|ソング|サウンド|"
    "bgm|ジングル|インスト|旋律|バラード"
)
ABOUT_IT = re.compile(
    _words(
        "it|this|that|these|those|one|you|the|esto?|es[ae]|est[ae]|la|el|lo|iss[oa]|ess[ea]|"
        "ela|ele|ca|ce|cette|celle?|c'est|le|das|dies[a-z]*|es|die|der"
    )
    + "|这|那|これ|それ|この|その|今の"
)

# "A bassoon would be (lovely)", 「チェロだと(いい)」: praise of what is not there yet.
_NO_TURN = r"(?: (?!(?:pero|mas|aber|mais|but|und|et|y|e)(?![a-z]))[a-z]+)"
WISHED = re.compile(
    rf"(?<![a-z])(?:would|'d|could|might) (?:be|sound|work|make|go){_NO_TURN}{{0,2}} $|"
    r"(?<![a-z])(?:estaria|quedaria|sonaria|vendria|molaria|ficaria|cairia|soaria|serait|sonnerait|irait|ware|fande)"
    rf"{_NO_TURN}{{0,3}} $|(?<![a-z])seria{_NO_TURN}? $|(?:要是|如果|若)[^,.;!?]{{2,16}}(?:,? ?就)?$|"
    r"(?:だと|なると|あると|いると|れば|けば|せば|えば|たら)(?:もっと|さらに|すごく|なお)?$"
)
# "the strings are (gorgeous)": a verdict on something heard.
VERDICT = re.compile(
    r"(?<![a-z])(?:this|that|it|those|these|the [a-z]+(?: [a-z]+)?|est[aeo]s?|es[aeo]|(?:el|la|los|las|le|les|das|"
    r"die|der|[oa]s?) [a-z]+|"
    r"iss[oa]|ess[ae]|c(?=')|ca|cette [a-z]+|das|es)"
    r"(?: one| song| track| piece| part)?"
    r"(?: is| are| was| were|'s|'re| sounds?| sounded| feels?| turned out| es| esta| son| estan| suenan?| quedo| "
    r"esta| ta| e| ficou| ficaram| soa|'est| est| sont| sonne| ist| sind| klingt| war| waren)"
    r"(?: so| really| pretty| very| just| totally| absolutely| muy| super| tan| a bit| kinda| muito| bem| tao| tres|"
    r" trop| vraiment| super| sehr| echt| richtig| total)* $"
)

EDIT_VERB = re.compile(
    "|".join(
        (
            _words(
                r"make (?:it|this|that|them|the)|turn (?:it|this|that)|change|switch|replace|swap|remove|drop|mute",
                r"get rid of|fade|set (?:the|it)",
                r"take (?:out|away|the)|(?:lose|scratch|ditch|bin|kill|cut) the|"
                r"add|put|bring (?:in|up|back)|keep|give it|throw in|include",
                r"transpose|modulate",
                r"same (?:but|thing|one|piece|song)|do it|redo|try it|try with|but with|now with|and with|with less",
                r"instead|adjust|tweak|without the|bring|start with|end with|like this but|more like",
                r"rework|modify|edit|it (?:more|less|to be|to sound)|(?:cut|trim|stretch|shorten|move|shift) it",
            ),
            _words(
                r"haz(?:lo|la)|pon(?:le|lo|la|erle)|anade(?:le)?|agrega(?:le)?|quita(?:le)?|cambia(?:lo|la|le)?|"
                r"mete(?:le)?",
                r"saca(?:le)?|igual pero|lo mismo pero|elimina|reemplaza|sustituye|incluye|dale|que (?:sea|suene) mas",
                r"conviert[ea](?:lo|la)|dejal[oa]|modifica|ahora con|pero con",
            ),
            _words(
                r"faz(?: a| ela| isso)? (?:ficar )?mais|deix[ae]|coloc(?:a|ar|que)|p[oo]e|bota(?:r)?|ponha|"
                r"adicion[ae](?:r)?|acrescent[ae](?:r)?|tir[ae](?:r)?|"
                r"remov[ae]|mud[ae](?:r)?|troc(?:a|ar|que)|substitu[ai](?:r)?|aument[ae](?:r)?|diminu[ai](?:r)?|"
                r"igual mas|a mesma(?: coisa)? mas|"
                r"mesma (?:musica|coisa)|agora com|so que|retir[ae](?:r)?|mantem|mantenha|em vez|no lugar|"
                r"inclui|ajust[ae](?:r)?|modific[ae](?:r)?|transforma|mete",
            ),
            _words(
                r"rends?[ -](?:le|la|ca)|mets?|mettez|ajoute[rz]?|rajoute[rz]?|enleve[rz]?|retire[rz]?|"
                r"supprime[rz]?|remplace[rz]?|change[rz]?|"
                r"modifie[rz]?|baisse[rz]?|augmente[rz]?|vire[rz]?|garde[rz]?|la meme(?: chose)?|le meme|"
                r"cette fois|"
                r"maintenant avec|refais|transforme[rz]?|ajuste[rz]?|fais[ -](?:le|la) (?:plus|moins)|un peu "
                r"(?:plus|moins)|a la place|au lieu|pass(?:e|ez)[ -]l[ea]|rallonge[rz]?|raccourci[rst]?",
            ),
            _words(
                r"mach(?:e)? (?:es|das|den|die|sie|ihn|mal (?:etwas )?[a-z]+er)|fuge? [a-z ]{0,20}hinzu|fuge|"
                r"hinzu(?:fugen)?|"
                r"nimm|lass|entfern(?:e|en)?|losch(?:e|en)?|ersetz(?:e|en)?|"
                r"tausch(?:e|en)?|ander(?:e|n)|wechsle|pack|setz|dasselbe|das gleiche|das selbe|diesmal|stattdessen|"
                r"statt|anstatt|anstelle|jetzt mit|dazu|"
                r"behalte|anpassen|weg|raus|weglassen|verwandle|mehr davon|dreh|gib (?:ihm|der|dem)",
            ),
            r"移到|转到|调到|移调到|换到|にして(?!.*作)|(?:変え|換え|换え|替え|かえ)て|足して|加えて|追加|入れて|抜いて|消して|外して|取って|"
            r"減らし|减らし|増やし|してみて|くして|"
            r"上げて|下げて|落として|同じ(?:曲|感じ)?で|今度は|そのまま|もっと|もう少し|もうちょっと|アレンジ|"
            r"持って(?:き|来|い)て|移して|移動して|入れ替えて|直して|修正|調整|调整|削って|収めて|移调|移調|挟んで|寄せて|渡して|ずらして|和らげて|抑えて|広げて|差し替え|いじって|早めて|遅めて|伸ばして|缩めて|カットして|残して|せて$|代わりに|かわりに",
            r"加上|加入|加点|加一?[点些个把]|再加|加段|去掉|去除|删掉|删除|拿掉|换成|换个|改成|变成|改为|改一?下|"
            r"调整|调成",
            r"把.{1,8}(?:换|改|去|删|调|变)|(?:不要|别)[那这]么|同样的但|保留",
        )
    )
)
# Those of them that only choose, where nothing else is said: "nimm Variante B", "on garde la deuxième".
CHOICE = re.compile(
    _words(
        r"take the|keep|nimm|behalte|lass|garde[rz]?|dejal[oa]|dale|mantem|mantenha|deix[ae]",
    )
    + "|残して|そのまま|保留|にして"
)
# Syllables that answer a piece as well as anything else.
_SHRUGS = (
    "ok|okay|k|hm+|oh|ah|well|yo|no|sure|right|vale|bien|ca va|na|gut|schon|lol|xd|sehr|"
    "好的?|嗯|哦|了|啊|はい|うん|草|w+|よ|です"
)
SHRUG = re.compile(rf"[\W_]*(?:(?:{_SHRUGS})[\W_]*)+")
# Half a sentence, which leans on the piece before it: "no drums", "in D minor", "with strings".
FRAGMENT = re.compile(
    r"\s*(?:(?:and|but|y|pero|now|ok|okay|please|also|maybe|oh|yeah|yes|hmm|perhaps|then|well|"
    r"e|mas|agora|et|mais|maintenant|und|aber|jetzt|bitte|doch|also|lieber) )*"
    r"(?:no|without|with|in|at|sin|con|en|a(?= \d)|as|not|using|only|just|don't|dont|nothing|use|take|solo|\d|"
    r"sem|com|em|nao|nada de|apenas|sans|avec|pas|que|juste|seulement|ohne|mit|kein(?:e|en)?|nicht|nur|bloß|auf(?= "
    r"\d)|bei(?= \d))"
    r"(?![a-z])|"
    r"\s*(?:不要|用|别|无|去|改|加|换)|\s*(?:an? )?[a-z&' -]{2,30} version\s*(?:please)?\W*$|"
    r"(?=.{1,24}$).*(?:なしで?|无しで?|抜きで?|だけで?|はいらない|で)\W*$"
)
