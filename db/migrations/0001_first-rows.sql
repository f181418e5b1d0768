CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS unaccent;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS btree_gist;
--> statement-breakpoint
INSERT INTO "area_codes" ("code", "key", "area", "from_seq") VALUES (
	0,
	'|||||',
	'{"country":null,"province":null,"municipality":null,"district":null,"policeZone":null,"port":null}',
	0
);
