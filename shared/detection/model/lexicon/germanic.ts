import type { Words } from './classes.ts';

/** German, Dutch, Swedish, Danish, Norwegian; Finnish and Hungarian as neighbours. */
export const GERMANIC: Words = {
  IGNORE: `ignorier* vergiss vergesst vergessen missacht* uberspring* ubergeh* verwirf verwerfe* umgeh*
    negeer* vergeet* overslaan verwerp* ignorera* glom bortse strunta ignorer* glem tilsidesaet
    unohda* ohita* jata hagyd felejtsd hagyja mellozd ignorald`,
  PREVIOUS: `vorherig* bisherig* obig* fruher* vorangegangen* vorstehend* ursprunglich* eerdere vorige
    bovenstaande voorgaande voorafgaande oorspronkelijke tidigare foregaende ovanstaende tidligere
    forrige ovenstaende aiemmat aiemmin edelliset edelta* ylla elozo* korabbi* fenti*`,
  ALL: `alle alles allen jede jeder jedes samtliche* ganze* gesamte* elke iedere alla allt varje hver
    kaikki kaikkia minden osszes`,
  INSTRUCTION: `anweisung* anleitung* regel regeln richtlinie* vorgaben befehl* instruktion* vorschrift*
    weisung* instructies instructie regels richtlijnen opdrachten bevelen voorschriften
    instruktioner* regler riktlinjer order retningslinjer instrukser ohjeet ohjeita saannot saantoja
    maaraykset utasitas* szabaly* iranyelv*`,
  REVEAL: `verrate* verrat offenbar* enthull* preisgeb* onthul* openbaar prijsgeven avsloja* afslor* rojer
    paljasta* arul* fedd`,
  SAY: `zeige zeig sage schreib* wiederhol* antworte* nenne* drucke ausgib ubersetz* laat toon geef
    schrijf herhaal antwoord noem print vertaal visa skriv upprepa svara gjenta gentag oversett
    oversaet nayta sano kirjoita toista vastaa mutasd mondd ismeteld valaszolj`,
  SECRET: `passwort* kennwort* geheim* geheimnis* schlussel* vertraulich* wachtwoord* sleutel*
    vertrouwelijk* losenord* hemlig* nyckel* kodeord* adgangskode* passord* hemmelig* nokkel*
    salasana* salainen salais* avain jelszo* titk* titok kulcs`,
  SYSTEM: `system systemprompt* systemnachricht systeem systeemprompt* administrator* entwickler* beheerder
    ontwikkelaar utvecklare administrator udvikler jarjestelma* yllapitaja kehittaja rendszer*
    fejleszto* rendszergazda systemanweisung*`,
  PROMPT: `eingabeaufforderung nachricht* kontext bericht* konversation gesprach meddelande* besked*
    kehote* viesti uzenet* prompt* prompten prompts`,
  ROLE: `spiel* agier* verhalt* stell simulier* gedraag speel stel simuleer agera latsas spela forestall
    opfor forestil oppfor esita kuvittele nayttele viselkedj tegyel kepzeld rolle roll rolli szerep`,
  AI: `assistent* sprachmodell* modell kunstliche* chatbot assistent taalmodel sprakmodell sprogmodel
    tekoaly avustaja kielimalli mesterseges`,
  FREE: `uneingeschrankt* unbeschrankt* unzensiert* ungefiltert* onbeperkt* ongecensureerd* ongefilterd*
    obegransad* ocensurerad* ubegraenset* ucensureret* rajoittamaton korlatlan* illegal*`,
  MODE: 'modus laget lage tila uzemmod entwicklermodus ontwikkelaarsmodus',
  NOT: `nicht niemals kein keine keinen ohne niet nooit geen zonder inte aldrig ingen inga utan ikke
    aldri uden uten eivat ilman soha nelkul nichts niets`,
  OBEY: `musst mussen muss befolge* gehorch* folge* ausfuhr* fuhre moet moeten gehoorzaam* volg voer
    maste folj utfor skal folg udfor adlyd taytyy pitaa noudata tottele suorita kell kovesd
    engedelmeskedj`,
  NEW: `neue neuen neuer neues folgende* nieuw nieuwe volgende nytt foljande folgende uusi uudet
    seuraavat kovetkezo*`,
  NOW: `jetzt sofort onmiddellijk meteen vanaf omedelbart straks heti mostantol azonnal most
    oyeblikkelig`,
  URGENT: `wichtig* dringend* achtung hinweis warnung belangrijk* dringend viktigt viktig vigtigt vigtig
    haster tarkeaa huomio kiireellinen fontos figyelem surgos`,
  SEND: `sende* schick* leite weiterleit* uberweis* verschick* hochlad* stuur* verstuur* verzend*
    doorsturen maak skicka* vidarebefordra* overfor send* videresend* laheta* siirra kuldd*
    tovabbitsd utald`,
  DELETE: `losche* entferne* vernicht* verwijder* vernietig radera* slet* slett* fjern* poista* torold*
    tavolitsd`,
  PERSON: 'nutzer* benutzer* anwender* gebruiker* anvandare* bruger* bruker* kayttaja* felhasznalo*',
  HIDE: 'heimlich erwahn* unauffallig stiekem vermeld* hemligt namn naevn nevn mainitse emlitsd',
  ETHICS: `ethik* ethisch* moral* moralisch* gesetz* sicherheit* schadlich* gefahrlich* ethiek ethische
    veiligheid schadelijk* etik* etisk* sakerhet* sikkerhed* turvallisuus etikai biztonsag*`,
  YOU: 'dich dein deine deinen deiner deinem ihre ihren jouw ditt dina sinun sina tied',
  TASK: `aufgabe* auftrag ziel frage taak taken opdracht doel vraag uppgift* fraga opgave* oppgave*
    tehtava* feladat*`,
  TEST: 'test* testzwecke* probe debug* hypothetisch* fiktiv* wartung* hypothetische testi teszt*',
  ONLY: `ausschliesslich genau wortlich exakt alleen enkel precies letterlijk bara endast praecis bare
    vain ainoastaan csak pontosan wortwortlich`,
  ALLOWED: `zugriff* zugang erlaub* genehmig* berechtig* autorisier* toegang toegestaan toestemming atkomst
    tillaten adgang tilladt paasy lupa hozzaferes engedely*`,
  LIMIT: `einschrankung* beschrankung* grenzen filter* zensur sperren beperking* begransning*
    begraensning* begrensning* rajoitu* korlatozas*`,
  INSTEAD: 'stattdessen sondern aber plaats maar istallet stallet stedet sijaan helyett hanem',
};
