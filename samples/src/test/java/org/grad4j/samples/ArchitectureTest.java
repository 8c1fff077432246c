package org.grad4j.samples;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rules for the framework modules, kept in the only module that sees them all. */
@AnalyzeClasses(
        packages = "org.grad4j",
        importOptions = {
            ImportOption.DoNotIncludeTests.class,
            ArchitectureTest.DoNotIncludeSamples.class
        })
class ArchitectureTest {
    @ArchTest
    static final ArchRule libraries_write_to_the_log_and_never_to_the_console =
            NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule nothing_is_saved_by_java_serialization =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class);

    @ArchTest
    static final ArchRule no_class_asks_to_be_serializable =
            noClasses().should().dependOnClassesThat().belongToAnyOf(Serializable.class);

    @ArchTest
    static final ArchRule nothing_that_runs_what_it_reads_is_used =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "net.razorvine..", // pickle
                            "org.python..",
                            "javax.script..",
                            "java.beans..",
                            "com.thoughtworks.xstream..",
                            "com.esotericsoftware.kryo..");

    @ArchTest
    static final ArchRule no_name_in_a_file_becomes_a_class =
            noClasses()
                    .that()
                    .resideInAPackage("org.grad4j.io..")
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(ClassLoader.class)
                    .orShould()
                    .callMethod(Class.class, "forName", String.class);

    @ArchTest
    static final ArchRule only_the_backend_knows_more_of_nd4j_than_its_arrays_and_types =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("org.grad4j.backend..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("org.nd4j..")
                                    .and(not(belongToAnyOf(INDArray.class, DataType.class))));

    @ArchTest
    static final ArchRule kernels_know_nothing_of_gradients =
            noClasses()
                    .that()
                    .resideInAPackage("org.grad4j.backend..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.grad4j.autograd..", "org.grad4j.ops..");

    @ArchTest
    static final ArchRule data_and_modules_do_not_know_each_other =
            noClasses()
                    .that()
                    .resideInAPackage("org.grad4j.data..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.grad4j.nn..", "org.grad4j.optim..", "org.grad4j.io..")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule arrays_of_nd4j_enter_and_leave_by_named_doors_only =
            methods()
                    .that(describe("name INDArray", ArchitectureTest::namesAnArray))
                    .and()
                    .arePublic()
                    .and()
                    .areDeclaredInClassesThat(
                            describe("users see", ArchitectureTest::isSeenByUsers))
                    .should()
                    .haveNameMatching("(to|of|from|share)Nd4j.*");

    private static boolean namesAnArray(JavaMethod method) {
        return method.getRawReturnType().isEquivalentTo(INDArray.class)
                || method.getRawParameterTypes().stream()
                        .anyMatch(type -> type.isEquivalentTo(INDArray.class));
    }

    /** The backend and the memory package hand arrays to their neighbours only. */
    private static boolean isSeenByUsers(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && !type.getPackageName().matches("org\\.grad4j\\.(backend|memory)(\\..*)?");
    }

    static final class DoNotIncludeSamples implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/org/grad4j/samples/");
        }
    }
}
