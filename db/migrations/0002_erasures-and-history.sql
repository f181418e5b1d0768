CREATE TABLE "erasures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rid" integer NOT NULL,
	"revision" integer NOT NULL,
	"seq" bigint,
	"erased_at" timestamp (3) with time zone NOT NULL,
	"import_key_hash" text,
	CONSTRAINT "erasures_import_key_hash_unique" UNIQUE("import_key_hash")
);
--> statement-breakpoint
ALTER TABLE "idempotency" ADD COLUMN "incident_id" uuid;--> statement-breakpoint
CREATE INDEX "commits_committed_at" ON "commits" USING btree ("committed_at");--> statement-breakpoint
CREATE INDEX "idempotency_incident" ON "idempotency" USING btree ("incident_id");--> statement-breakpoint
CREATE INDEX "incident_versions_occurred" ON "incident_versions" USING btree ("occurred_from","rid");--> statement-breakpoint
UPDATE "idempotency" SET "incident_id" = ("response"->>'id')::uuid WHERE "response" ? 'id';--> statement-breakpoint
UPDATE "idempotency" SET "status" = 410, "response" = jsonb_build_object('id', "incident_id")
	FROM "incidents" WHERE "incidents"."id" = "incident_id" AND "incidents"."status" = 'withdrawn';
