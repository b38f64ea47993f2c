"""Pieces of which guessable passwords are made: collected by hand, used to judge what is left without them."""

WORDS = """
    password passwort passw0rd passphrase pass secret admin administrator root user login
    welcome letmein access master default changeme change please guest test testing temp
    qwerty qwertz azerty asdf zxcv iloveyou love loveyou forever always never princess dragon
    monkey football baseball superman batman sunshine shadow flower summer winter spring
    autumn january february march april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday hello world computer internet
    google facebook instagram telegram viber gmail ukrnet email mail correcthorsebatterystaple
    trustno1 whatever starwars pokemon michael jordan jessica ukraine ukraina kyiv kiev lviv
    odesa kharkiv dnipro poltava slavaukraini heroyamslava пароль парол таємниця секрет адмін
    адміністратор користувач вхід привіт світ кохаю люблю тебе назавжди йцукен фіва ячсм йцуке
    україна украина київ львів одеса харків дніпро полтава слава героям мама тато сонце
    сонечко квітка літо зима весна осінь січень лютий березень квітень травень червень липень
    серпень вересень жовтень листопад грудень понеділок вівторок середа четвер пятниця субота
    неділя центр життєстійкості психолог допомога резилієнс resilience centre center help
    support стежка stezhka selfhelp demo
"""
PIECES = tuple(WORDS.split())
ROWS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхї",
    "фівапролджє",
    "ячсмитьбю",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)
"""What fingers do on their own on a keyboard."""
