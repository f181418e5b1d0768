CREATE TABLE "incident_search" (
	"rid" integer PRIMARY KEY NOT NULL,
	"occurred_from" bigint NOT NULL,
	"area" integer NOT NULL,
	"words" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "read_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "read_tokens_sha256_unique" UNIQUE("sha256")
);
--> statement-breakpoint
CREATE TABLE "search_words" (
	"word" text PRIMARY KEY NOT NULL,
	"records" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "incident_search_words" ON "incident_search" USING gin ("words");--> statement-breakpoint
CREATE INDEX "incident_search_area" ON "incident_search" USING btree ("area");--> statement-breakpoint
CREATE INDEX "search_words_trigrams" ON "search_words" USING gin ("word" gin_trgm_ops);