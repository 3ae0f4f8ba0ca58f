import type { Words } from './classes.ts';

/** French, Spanish, Italian, Portuguese, Romanian, Catalan. */
export const ROMANCE: Words = {
  IGNORE: `ignorez ignore* ignora* oublie* neglige* abandonne* annule* outrepass* contourn* olvida* olvide*
    omite* omita* omet* descarta* descarte* desestim* salta* dimentica* scorda* trascura* tralascia*
    scarta* annulla* esquec* desconsider* desprez* despreza* anula* pule uita* omiteti uitati
    oblida* descarteu`,
  PREVIOUS: `precedent* anterieur* anterior* previa* previo* precedente* precedenti passat* initial* inicial*
    inizial* original* originales sopra dessus antes avant prima arriba acima anterioare precedente`,
  ALL: `tout toute tous toutes todo toda todos todas tutto tutta tutti tutte ogni cualquier qualquer
    qualsiasi toate toti cada chaque totes`,
  INSTRUCTION: `instruction* instrucc* istruzion* instruc* instructiuni* consigne* regle* regla* regol* regra*
    directive* directriz* direttiv* diretriz* diretrizes ordre* orden* ordini ordens ordres
    orientac* comand* commande* normas norme reguli regulile indicac* indicazion* indicatii*
    instruccions`,
  REVEAL: `revele* revela* divulgue* divulga* devoile* rivela* svela* expose* expon* esponi* desvela*
    dezvalui* filtra* dezvaluie`,
  SAY: `affiche* montre* repete* dites donne* ecris ecrivez reponds repondez imprime* muestra* muestre*
    mostra* mostre* dime diga* repite* repita* escribe* escriba* responde* responda* imprim* scrivi*
    ripeti* rispondi* dimmi stampa* elenca* mostrami escreva* diga spune* arata* scrie* repeta*
    raspunde* traduis traduce* traduci* traduz* dame danos digues`,
  SECRET: `passe secret* secrete* contrasen* clave* palabra confidentiel* confidencial* segret* password
    parola* chiave riservat* senha* segredo* chave* parola secretele cheie confidential* privad*
    priv* contrasenya`,
  SYSTEM: `systeme* sistema* administrateur* administrador* amministratore developpeur* desarrollador*
    sviluppator* desenvolvedor* sistem sistemul* administrator* dezvoltator* createur* creador*`,
  PROMPT: `invite* message* mensaje* messaggio mensagem contexte contexto contesto conversation
    conversacion conversazione conversa promptul mesaj*`,
  ROLE: `agis agissez pretends pretendez jouez joue imagine* comporte* simule* actua* actue finge* fingi*
    imagina* comporta* simula* interpreta* fais agisci comportati immagina* recita* atue finja*
    prefa* actioneaza pretinde* role ruolo papel personnage personaje personaggio personagem`,
  AI: 'assistant* asistente assistente asistent* modele modelo modello modelul chatbot robot robo',
  FREE: `illimite* ilimitad* illimitat* nelimitat* debride* censur* immoral* amoral* ilegal* illegal*
    illegale ilegais etica ethique`,
  MODE: 'mode modo modalita modul',
  NOT: `jamais aucun* aucune sans nunca ningun* ninguna nessun* senza nenhum* niciodata nici fara rien
    nada niente nimic`,
  OBEY: `dois devez doit obei* suis suivez execute* debes debe tienes obedece* sigue* siga* ejecuta* devi
    deve obbedi* segui* esegui* deves precisa executa* trebuie urmeaza* respecta* cumpl* urmati
    respecte*`,
  NEW: `nouvel* nouveau* nouvelles nuev* nuov* noua noile siguiente* suivant* seguente* seguinte*
    urmato*`,
  NOW: `maintenant desormais immediatement ahora inmediatamente adesso immediatamente agora
    imediatamente acum imediat partir present dorenavant`,
  URGENT: `important* urgent* importante* urgente* attention atencion attenzione atencao atentie
    avertissement advertencia avviso aviso critique critico crucial obligatoire obligatorio`,
  SEND: `envoie* envoyez transfer* transmet* envia* envie* manda* mande* reenvia* invia* inoltra*
    spedisci* encaminh* trimite* trimiteti virement virez paga* page* visite* visita* clique* clic
    cliccare`,
  DELETE: `supprime* efface* elimina* borra* borre* cancella* cancelle exclua* exclui* apaga* apague
    sterge* stergeti detrui* destruye* distruggi* delete`,
  PERSON: 'utilisateur* usuario* utente utenti utilizator* cliente* client* proprietaire',
  HIDE: `secretement discretement mentionne* menciona* mencione* menzionare mentiona* informe* avise*
    informar dire`,
  ETHICS: `ethique* etic* morale* moral* legal* legale lois leyes leggi leis securite seguridad sicurezza
    seguranca dangereu* peligros* pericolos* perigos*`,
  YOU: 'vous votre usted ustedes tuoi voce voces seus suas dumneavoastra',
  TASK: `tache* taches tarea* compito compiti tarefa* sarcin* mission mision missione missao objectif
    objetivo obiettivo demande pregunta domanda pergunta question`,
  TEST: `test* prueba* prova* teste* essai hypothetique* hipotetic* ipotetic* fictif* ficticio* fittizi*
    simulation simulacion simulazione simulacao`,
  ONLY: `seulement uniquement solo solamente unicamente soltanto apenas somente doar exactement
    exactamente esattamente juste textuellement literalmente parola palabra`,
  ALLOWED: `acces acceso accesso acesso autoris* autoriz* permis permiso permesso permissao autorizzat*
    accorde* concedido`,
  LIMIT: `restriction* restriccion* restrizion* restric* restrictii* limite* limites limitacion*
    limitazion* limitac* limitari filtre* filtro* filtri censure censura filtros contraintes vincoli`,
  INSTEAD: 'plutot place lugar invece posto mais pero insa schimb',
};
