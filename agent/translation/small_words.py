"""The small words of each language in Latin and Cyrillic script: articles, pronouns, prepositions, conjunctions, auxiliaries.

What tells one language from its neighbour is what one has and the other lacks, so that a list with holes takes Portuguese for Spanish:
each is to be about as full as the others. The stop words of recall are among them; what is here alone says something of a content.
"""

from collections.abc import Mapping

from agent.text.stopwords import STOP_WORDS
from agent.translation.languages import catalogue_name


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FURTHER: Mapping[str, frozenset[str]] = {
    "en": _words(
        "without within onto behind beside near around across along another every many much instead something someone anything "
        "nothing what's that's let's it's don't doesn't isn't i'm you're could shall us also even still already two three "
        # Plain words that are small ones elsewhere.
        "come go want one ten man men car sea son sin dove plus pour"
    ),
    "de": _words(
        "etwas jemand nichts alles jemanden wird werden wurde würde könnte kannst können soll sollen sollte darf hinter neben "
        "zwischen gegen seit beim ins ans zwei drei mehr weniger viel viele dieses diesem diesen deinen deinem ihm ihn ihnen "
        "ihren uns unsere eure euch jetzt dort wieder ganz anders doch mal machen mach statt welche welcher weil damit außer"
    ),
    "es": _words(
        "algo alguien alguna alguno algún ninguna nunca tampoco aunque sino pues hacia bajo según contra desde tras mientras he "
        "has hemos había era eres somos puede puedes puedo quieres quiere haz hazlo hazla ponle pon mí ti nuestro nuestra "
        "vuestro aquel aquella estoy estás estos esas esos estas cuál cómo dónde dos tres menos más entonces solo sólo favor "
        "usted ustedes cada mismo misma"
    ),
    "fr": _words(
        "quelque chose quelqu'un rien tout toute toutes chaque chez vers contre depuis entre derrière devant sous pendant "
        "lorsque puis donc car ni soit suis es sommes êtes était avait ait fait fais faire peut peux veux veut voudrais dois "
        "deux trois plus moins autre autres celui celle ceux ceci cela ça quel quelle quels comment pourquoi encore déjà jamais "
        "lui eux nôtre leur votre vôtre qu'il qu'elle aucune aucun même fais-le fais-la"
    ),
    "pt_BR": _words(
        "um uns umas algo alguém alguma algum nada ninguém tudo todo toda todos todas mim ti comigo contigo nele nela neles num "
        "numa deste desta desse dessa disto disso isto aquilo aqui ali onde sob sobre atrás desde contra após até embora porque "
        "porém pois enquanto estou está estão estava era fosse pode posso quero quer queria faça faz fazer tenho tinha ter vai "
        "vou ir dois duas três menos outra outro outras outros cada qual quais lhes vocês meu mesma mesmo muita muitos favor "
        "ainda agora pelas pelos"
    ),
    "it": _words(
        "uno un' qualcosa qualcuno niente nulla tutto tutta tutti tutte ogni altro altra altri altre dello dell' della degli "
        "dalle dagli nello nelle negli sul sullo sulla sulle sui sugli all' allo ai agli verso contro sotto sopra dentro dietro "
        "davanti dopo prima mentre senza però quindi oppure né sono siamo siete stato abbiamo hanno aveva può puoi posso voglio "
        "vuoi vorrei fai fammi fare essere questi queste quelli quelle quale quali dove quanto due tre meno più così anche "
        "ancora già mai solo me te lei ci vi"
    ),
    "nl": _words(
        "iets iemand niets niemand alles elke ieder andere ander zonder tegen tussen achter naast boven sinds tijdens omdat "
        "zodat terwijl maar dus want ben bent zijn waren kunnen kunt kon zou zouden moet moeten mag wil wilt willen maak doe "
        "geef deze dit zulke mijn jouw jullie haar hun hem hen onze twee drie meer minder veel vele weer alleen heel erg graag "
        "alsjeblieft hoeveel waar welke wanneer waarom hebben hadden gaat gaan eens"
    ),
    "pl": _words(
        "coś ktoś nic nikt wszystko każda każde inny inna inne bez przed między pod nade obok wokół podczas ponieważ gdy gdzie "
        "albo lub jeśli bo więc oraz ani jestem jesteś był było były będzie mogę możesz chcę chcesz proszę zrób ten ta te tego "
        "tej temu tym tych twój twoja nasz ich jego jej go ją je dwa dwie trzy więcej mniej bardziej jeden jedna tylko jak jaki "
        "jaka ile ze mną tobie nim nią ona ono on oni one"
    ),
    "tr": _words(
        "bir şey biri hiç her hiçbir hepsi başka olmadan üzerinde altında arkasında önünde yanında içinde içine sonra önce "
        "kadar ama fakat çünkü eğer ile olsun oldu var yap lütfen ister istiyorum misin mısın musun benim bizim sizin onların "
        "buna şuna bunlar şunlar iki üç daha fazla az hangi nerede kaç biz siz onlar bende sende onda beni şimdi yine sadece"
    ),
    "id": _words(
        "sesuatu seseorang semua setiap lain tanpa dalam atas bawah belakang depan antara sejak sambil karena tetapi tapi namun "
        "jika kalau sehingga supaya agar sedang telah sudah masih buat buatlah buatkan jangan bukan mau ingin harus boleh dua "
        "tiga lebih kurang sangat hanya seorang sebuah sang si para saja mana siapa berapa kapan kenapa mengapa ku mu kau "
        "engkau milik begitu seperti pakai"
    ),
    "ru": _words(
        "а в и к о с у я бы об ото изо над под перед между через без около вокруг чем кем мной тобой ней ним них нему моё мои "
        "твой твоя твои наш наша ваш этот эта эти этого этой тот та те тех весь вся всё кто-то что-то какой какая который "
        "которая которые куда зачем почему сделай сделать можно нужно хочу будет будут есть более менее очень два две три один "
        "одна ещё ничего никто себя свой своя"
    ),
    "uk": _words(
        "а але б без би бо був була були було в вам вас ви від він все вже вона вони воно де для до дуже з за зі із і й його її "
        "їй їх коли ласка лише ми мене мені мій може можна моя моє мої на над нам нас не немає ні о об один одна по про при "
        "перед під між через так та також там те ти тим тобі треба твій твоя тут у хай хто це цей ця ці чи ще що щоб щось хтось "
        "я як яка яке який які якщо є зроби зробити хочу буде будуть більше менше дві два три ніхто нічого наш ваш свій своя "
        "весь вся"
    ),
}
SMALL_WORDS: Mapping[str, frozenset[str]] = {
    name: STOP_WORDS.get(code, frozenset()) | _FURTHER[name]
    for code, name in ((code, catalogue_name(code)) for code in (*STOP_WORDS, "uk"))
}
"""By the catalogue's name, in lower case."""

EVERYDAY: Mapping[str, frozenset[str]] = {
    "de": _words(
        "hab hallo danke morgen abend nacht guten gute gehts geht müde hunger bock ahnung genau größer kleiner"
    ),
    "es": _words(
        "tengo tienes hambre sueño hola gracias buenas buenos noches días tardes qué tal vale genial vaya soy voy grande"
    ),
    "fr": _words(
        "faim bonjour bonsoir salut merci nuit fatigué fatiguée crevé bonne suis grand petit roule j'ai vachement trop"
    ),
    "pt_BR": _words(
        "tenho fome sono oi olá obrigado obrigada boa bom noite dia tarde tudo bem tô beleza valeu maior menor"
    ),
    "it": _words(
        "fame sonno ciao grazie buona buongiorno buonasera notte stanco stanca come stai fallo falla bello noia grande"
    ),
    "nl": _words(
        "honger moe hallo bedankt dank goede goedemorgen goedenavond hoe gaat groter kleiner lekker zin"
    ),
    "pl": _words(
        "mam jestem cześć hej dziękuję dzięki dobranoc dobry wieczór głodny głodna zmęczony zmęczona słychać wszystkim większy"
    ),
    "tr": _words(
        "merhaba selam teşekkürler iyi geceler akşamlar günaydın nasılsın naber yorgunum açım çok büyük küçük tamam"
    ),
    "id": _words(
        "lapar lelah halo hai makasih terima kasih selamat malam pagi siang apa kabar lagi bosan nih dong gede besar kecil"
    ),
}
"""Words that people say of themselves and to each other: small talk has few of the small ones."""
FOREIGN: Mapping[str, frozenset[str]] = {
    "sv": _words(
        "och att det som en på är av för med den till inte har jag ett om han från så kan när hur du mig min mitt dig vad ska vill "
        "rita måla teckna åt eller natt tack hej"
    ),
    "da": _words(
        "og at det som en på er af av for med den til ikke har jeg et om han fra så kan når hvordan du mig meg min mit mitt dig deg "
        "hvad hva skal vil eller tegn tegne takk tak nat natt"
    ),
    "fi": _words(
        "ja on ei se että minä minulla minun minulle sinä hän mikä mitä kun niin kuin mutta myös voi voitko voisitko olen oli ovat "
        "tämä joka nyt vain kanssa piirrä hyvää kiitos nälkä"
    ),
    "cs": _words(
        "je to se na že ve do jsem jsi jsou být si mi mě ale jak pro od co mám máš můžeš prosím chci nebo když tak už byl nakresli "
        "nakreslit dobrou dobrý den děkuju ahoj"
    ),
    "hu": _words(
        "az egy és hogy nem van vagyok én mit ha vagy csak meg már kérlek rajzolj nekem szia köszönöm jó éjszakát"
    ),
    "ro": _words(
        "și nu în pe cu este sunt ce să din pentru vreau rog îmi desenează bună noapte mulțumesc am foame"
    ),
}
"""Not spoken here, but told from those that are, so that who writes them is answered in English and in nobody else's language."""
TELLING: Mapping[str, frozenset[str]] = {
    name: words | EVERYDAY.get(name, frozenset()) for name, words in SMALL_WORDS.items()
} | FOREIGN
"""What a text is held against, the languages that are spoken here first."""
